-- remark: public.orders.zip may be empty: rows that the join does not reach have no value.
-- S1 expand add-companion: Add zip to public.orders, empty (I1)
--   ACCESS EXCLUSIVE on public.orders for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.orders) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.orders ADD COLUMN zip text;
--   back: ALTER TABLE public.orders DROP COLUMN zip;

-- S2 expand sync-trigger: Keep zip of public.customers and zip of public.orders equal (I1)
--   SHARE ROW EXCLUSIVE on public.customers for a moment: blocks writes
--   SHARE ROW EXCLUSIVE on public.orders for a moment: blocks writes
CREATE FUNCTION public.zz_req_0001_move_customers_zip() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  UPDATE public.orders SET zip = NEW.zip
  WHERE orders.customer_id = NEW.id AND orders.zip IS DISTINCT FROM NEW.zip AND pg_trigger_depth() < 2;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_move_customers_zip AFTER INSERT OR UPDATE OF zip ON public.customers FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_move_customers_zip();
CREATE FUNCTION public.zz_req_0001_move_orders_zip() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF TG_OP = 'INSERT' AND NEW.zip IS NULL THEN
    NEW.zip := (SELECT customers.zip FROM public.customers WHERE NEW.customer_id = customers.id LIMIT 1);
  ELSE
    UPDATE public.customers SET zip = NEW.zip
    WHERE NEW.customer_id = customers.id AND customers.zip IS DISTINCT FROM NEW.zip AND pg_trigger_depth() < 2;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_move_orders_zip BEFORE INSERT OR UPDATE OF zip ON public.orders FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_move_orders_zip();
--   back: DROP TRIGGER zz_req_0001_move_orders_zip ON public.orders;
--   back: DROP FUNCTION public.zz_req_0001_move_orders_zip();
--   back: DROP TRIGGER zz_req_0001_move_customers_zip ON public.customers;
--   back: DROP FUNCTION public.zz_req_0001_move_customers_zip();

-- S3 migrate backfill: Fill zip of public.orders, batch by batch (I1)
-- 2000 rows a batch, key: id
DO $job$
DECLARE
  dblead_last_1 public.orders.id%TYPE;
  dblead_upper_1 public.orders.id%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT id INTO dblead_upper_1
    FROM (
      SELECT id FROM public.orders
      WHERE dblead_first OR id > dblead_last_1
      ORDER BY id LIMIT 2000
    ) AS batch
    ORDER BY id DESC LIMIT 1;
    EXIT WHEN NOT FOUND;
    LOOP
      IF dblead_silent THEN
        BEGIN
          PERFORM set_config('session_replication_role', 'replica', true);
        EXCEPTION WHEN insufficient_privilege THEN
          dblead_silent := false;
        END;
      END IF;
      BEGIN
        PERFORM set_config('lock_timeout', '3s', true);
        UPDATE public.orders SET zip = (SELECT customers.zip FROM public.customers WHERE orders.customer_id = customers.id LIMIT 1)
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (orders.zip IS DISTINCT FROM (SELECT customers.zip FROM public.customers WHERE orders.customer_id = customers.id LIMIT 1));
        dblead_tries := 0;
        EXIT;
      EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
        dblead_tries := dblead_tries + 1;
        IF dblead_tries > 10 THEN
          RAISE;
        END IF;
      END;
      COMMIT;
      PERFORM pg_sleep(0.2 * dblead_tries);
    END LOOP;
    COMMIT;
    dblead_last_1 := dblead_upper_1;
    dblead_first := false;
  END LOOP;
END
$job$;

-- S4 contract deploy-gate: Wait for the release that no longer uses public.customers.zip (I1)
-- waits for the release that no longer uses public.customers.zip

-- S5 contract guard-backfill: Refuse to go on while zip of public.orders is not filled to the end (I1)
--   ACCESS SHARE on public.orders for a scan: blocks ddl
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.orders WHERE orders.zip IS DISTINCT FROM (SELECT customers.zip FROM public.customers WHERE orders.customer_id = customers.id LIMIT 1)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of zip in public.orders is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S6 contract drop-moved-column: Drop public.customers.zip, which lives in public.orders now (I1)
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.customers.zip) Code that still uses the old place fails.
--   warning: deletes-data (public.customers.zip) Values of rows that the join does not reach are gone.
--   way back: schema-only, until the step runs; loses values of rows that the join does not reach, and of all but one where the join reaches several
DROP TRIGGER zz_req_0001_move_orders_zip ON public.orders;
DROP FUNCTION public.zz_req_0001_move_orders_zip();
DROP TRIGGER zz_req_0001_move_customers_zip ON public.customers;
DROP FUNCTION public.zz_req_0001_move_customers_zip();
ALTER TABLE public.customers DROP COLUMN zip;
--   back: ALTER TABLE public.customers ADD COLUMN zip text;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.customers'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.customers', dblead_one);
--           END LOOP;
--           UPDATE public.customers SET zip = (SELECT orders.zip FROM public.orders WHERE orders.customer_id = customers.id LIMIT 1);
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.customers', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: CREATE FUNCTION public.zz_req_0001_move_customers_zip() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           UPDATE public.orders SET zip = NEW.zip
--           WHERE orders.customer_id = NEW.id AND orders.zip IS DISTINCT FROM NEW.zip AND pg_trigger_depth() < 2;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_move_customers_zip AFTER INSERT OR UPDATE OF zip ON public.customers FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_move_customers_zip();
--   back: CREATE FUNCTION public.zz_req_0001_move_orders_zip() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF TG_OP = 'INSERT' AND NEW.zip IS NULL THEN
--             NEW.zip := (SELECT customers.zip FROM public.customers WHERE NEW.customer_id = customers.id LIMIT 1);
--           ELSE
--             UPDATE public.customers SET zip = NEW.zip
--             WHERE NEW.customer_id = customers.id AND customers.zip IS DISTINCT FROM NEW.zip AND pg_trigger_depth() < 2;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_move_orders_zip BEFORE INSERT OR UPDATE OF zip ON public.orders FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_move_orders_zip();

-- precheck reach/public.customers.zip: Every value of public.customers.zip is taken over by a row of public.orders
--   no-rows: SELECT customers.zip FROM public.customers WHERE customers.zip IS NOT NULL AND NOT EXISTS (SELECT FROM public.orders WHERE orders.customer_id = customers.id)
-- carries public.customers.zip → public.customers.∅: forward none, backward (SELECT orders.zip FROM public.orders WHERE orders.customer_id = customers.id LIMIT 1)
-- carries public.orders.∅ → public.orders.zip: forward (SELECT customers.zip FROM public.customers WHERE orders.customer_id = customers.id LIMIT 1), backward none
