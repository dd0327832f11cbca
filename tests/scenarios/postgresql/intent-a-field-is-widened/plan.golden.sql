-- S1 expand add-companion: Add total_req_0001 to public.orders, empty and without a default (I1)
--   ACCESS EXCLUSIVE on public.orders for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.orders) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.orders ADD COLUMN total_req_0001 bigint;
--   back: ALTER TABLE public.orders DROP COLUMN total_req_0001;

-- S2 expand sync-trigger: Keep old and new fields of public.orders equal, whichever a writer fills (I1)
--   SHARE ROW EXCLUSIVE on public.orders for a moment: blocks writes
--   note: changes-data (public.orders) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.orders) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_orders_total() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.total_req_0001 IS DISTINCT FROM NEW.total::bigint) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.total_req_0001 IS NOT NULL THEN
      NEW.total := NEW.total_req_0001::integer;
    ELSE
      NEW.total_req_0001 := NEW.total::bigint;
    END IF;
  ELSIF NEW.total_req_0001 IS DISTINCT FROM OLD.total_req_0001 THEN
    NEW.total := NEW.total_req_0001::integer;
  ELSIF NEW.total IS DISTINCT FROM OLD.total THEN
    NEW.total_req_0001 := NEW.total::bigint;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_orders_total BEFORE INSERT OR UPDATE ON public.orders FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_orders_total();
--   back: DROP TRIGGER zz_req_0001_sync_orders_total ON public.orders;
--   back: DROP FUNCTION public.zz_req_0001_sync_orders_total();

-- S3 migrate backfill: Fill total_req_0001 of public.orders, batch by batch (I1)
--   note: changes-data (public.orders) Fills fields that nobody reads yet.
--   note: needs-disk (public.orders) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
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
        UPDATE public.orders SET total_req_0001 = total::bigint
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (total_req_0001 IS DISTINCT FROM total::bigint
  AND ((total_req_0001 IS NULL) OR total IS DISTINCT FROM total_req_0001::integer));
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

-- S4 contract deploy-gate: Wait for the release that no longer uses public.orders.total (I1)
-- waits for the release that no longer uses public.orders.total

-- S5 contract guard-backfill: Refuse to go on while total_req_0001 of public.orders is not filled to the end (I1)
--   ACCESS SHARE on public.orders for a scan: blocks ddl
--   note: scans-object (public.orders) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.orders WHERE total_req_0001 IS DISTINCT FROM total::bigint
  AND ((total_req_0001 IS NULL) OR total IS DISTINCT FROM total_req_0001::integer)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of total_req_0001 in public.orders is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S6 contract analyze: Gather statistics of public.orders: the new fields have none yet (I1)
--   SHARE UPDATE EXCLUSIVE on public.orders for a scan: blocks ddl
ANALYZE public.orders;

-- S7 contract add-check-not-valid: Hold new rows of public.orders to: total is never empty (I1)
--   ACCESS EXCLUSIVE on public.orders for a moment: blocks reads-and-writes
ALTER TABLE public.orders ADD CONSTRAINT orders_total_req_0001_required_req_0001 CHECK (total_req_0001 IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.orders DROP CONSTRAINT orders_total_req_0001_required_req_0001;

-- S8 contract validate-check [transaction: own]: Prove for the rows that are there: total is never empty (I1)
--   SHARE UPDATE EXCLUSIVE on public.orders for a scan: blocks ddl
--   note: scans-object (public.orders) Every row is read; readers and writers go on.
ALTER TABLE public.orders VALIDATE CONSTRAINT orders_total_req_0001_required_req_0001;

-- S9 contract take-dependents-away: Take away for a moment: view public.totals (I1)
--   ACCESS EXCLUSIVE on public.totals for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.totals) Rests on what changes: gone until the last step of this transaction puts it back.
DROP VIEW public.totals;
--   back: CREATE VIEW public.totals AS
--         SELECT customer_id,
--             sum(total) AS total
--            FROM public.orders
--           GROUP BY customer_id;

-- S10 contract cut-over: Let total of public.orders take the place of total (I1)
--   ACCESS EXCLUSIVE on public.orders for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.orders) Code that still uses total fails.
--   warning: deletes-data (public.orders) The values of total are kept only as what was made of them.
--   note: breaks-running-code (public.orders) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_orders_total ON public.orders;
DROP FUNCTION public.zz_req_0001_sync_orders_total();
ALTER TABLE public.orders ALTER COLUMN total_req_0001 SET NOT NULL;
ALTER TABLE public.orders DROP CONSTRAINT orders_total_req_0001_required_req_0001;
ALTER TABLE public.orders DROP COLUMN total;
ALTER TABLE public.orders RENAME COLUMN total_req_0001 TO total;
ALTER TABLE public.orders RENAME CONSTRAINT orders_total_req_0001_not_null TO orders_total_not_null;
ALTER TABLE public.orders ALTER COLUMN total SET DEFAULT 0;
--   back: ALTER TABLE public.orders ALTER COLUMN total DROP DEFAULT;
--   back: ALTER TABLE public.orders RENAME CONSTRAINT orders_total_not_null TO orders_total_req_0001_not_null;
--   back: ALTER TABLE public.orders RENAME COLUMN total TO total_req_0001;
--   back: ALTER TABLE public.orders ADD COLUMN total integer;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.orders'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.orders', dblead_one);
--           END LOOP;
--           UPDATE public.orders SET total = total_req_0001::integer;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.orders', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.orders ALTER COLUMN total SET NOT NULL;
--   back: ALTER TABLE public.orders ALTER COLUMN total SET DEFAULT 0;
--   back: ALTER TABLE public.orders ADD CONSTRAINT orders_total_req_0001_required_req_0001 CHECK (total_req_0001 IS NOT NULL);
--   back: ALTER TABLE public.orders ALTER COLUMN total_req_0001 DROP NOT NULL;
--   back: CREATE FUNCTION public.zz_req_0001_sync_orders_total() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.total_req_0001 IS DISTINCT FROM NEW.total::bigint) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.total_req_0001 IS NOT NULL THEN
--               NEW.total := NEW.total_req_0001::integer;
--             ELSE
--               NEW.total_req_0001 := NEW.total::bigint;
--             END IF;
--           ELSIF NEW.total_req_0001 IS DISTINCT FROM OLD.total_req_0001 THEN
--             NEW.total := NEW.total_req_0001::integer;
--           ELSIF NEW.total IS DISTINCT FROM OLD.total THEN
--             NEW.total_req_0001 := NEW.total::bigint;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_orders_total BEFORE INSERT OR UPDATE ON public.orders FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_orders_total();

-- S11 contract put-dependents-back: Put in place: view public.totals (I1)
CREATE VIEW public.totals AS
SELECT customer_id,
    sum(total) AS total
   FROM public.orders
  GROUP BY customer_id;
--   back: DROP VIEW public.totals;

-- carries public.orders.total → public.orders.total: forward total::bigint, backward total::integer
