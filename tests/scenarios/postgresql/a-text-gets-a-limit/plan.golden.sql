-- S1 expand add-companion: Add zip_req_0001 to public.customers, empty and without a default
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.customers) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.customers ADD COLUMN zip_req_0001 character varying(5);
--   back: ALTER TABLE public.customers DROP COLUMN zip_req_0001;

-- S2 expand sync-trigger: Keep old and new fields of public.customers equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.customers for a moment: blocks writes
--   note: changes-data (public.customers) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.customers) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_customers_zip() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.zip_req_0001 IS DISTINCT FROM NEW.zip::character varying(5)) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.zip_req_0001 IS NOT NULL THEN
      NEW.zip := NEW.zip_req_0001::text;
    ELSE
      NEW.zip_req_0001 := NEW.zip::character varying(5);
    END IF;
  ELSIF NEW.zip_req_0001 IS DISTINCT FROM OLD.zip_req_0001 THEN
    NEW.zip := NEW.zip_req_0001::text;
  ELSIF NEW.zip IS DISTINCT FROM OLD.zip THEN
    NEW.zip_req_0001 := NEW.zip::character varying(5);
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_customers_zip BEFORE INSERT OR UPDATE ON public.customers FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_customers_zip();
--   back: DROP TRIGGER zz_req_0001_sync_customers_zip ON public.customers;
--   back: DROP FUNCTION public.zz_req_0001_sync_customers_zip();

-- S3 migrate backfill: Fill zip_req_0001 of public.customers, batch by batch
--   note: changes-data (public.customers) Fills fields that nobody reads yet.
--   note: needs-disk (public.customers) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: id
DO $job$
DECLARE
  dblead_last_1 public.customers.id%TYPE;
  dblead_upper_1 public.customers.id%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT id INTO dblead_upper_1
    FROM (
      SELECT id FROM public.customers
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
        UPDATE public.customers SET zip_req_0001 = zip::character varying(5)
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (zip_req_0001 IS DISTINCT FROM zip::character varying(5)
  AND ((zip_req_0001 IS NULL) OR zip IS DISTINCT FROM zip_req_0001::text));
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

-- S4 contract deploy-gate: Wait for the release that no longer uses public.customers.zip
-- waits for the release that no longer uses public.customers.zip

-- S5 contract guard-backfill: Refuse to go on while zip_req_0001 of public.customers is not filled to the end
--   ACCESS SHARE on public.customers for a scan: blocks ddl
--   note: scans-object (public.customers) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.customers WHERE zip_req_0001 IS DISTINCT FROM zip::character varying(5)
  AND ((zip_req_0001 IS NULL) OR zip IS DISTINCT FROM zip_req_0001::text)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of zip_req_0001 in public.customers is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S6 contract analyze: Gather statistics of public.customers: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.customers for a scan: blocks ddl
ANALYZE public.customers;

-- S7 contract cut-over: Let zip of public.customers take the place of zip
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.customers) Code that still uses zip fails.
--   warning: deletes-data (public.customers) The values of zip are kept only as what was made of them.
--   note: breaks-running-code (public.customers) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_customers_zip ON public.customers;
DROP FUNCTION public.zz_req_0001_sync_customers_zip();
ALTER TABLE public.customers DROP COLUMN zip;
ALTER TABLE public.customers RENAME COLUMN zip_req_0001 TO zip;
--   back: ALTER TABLE public.customers RENAME COLUMN zip TO zip_req_0001;
--   back: ALTER TABLE public.customers ADD COLUMN zip text;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.customers'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.customers', dblead_one);
--           END LOOP;
--           UPDATE public.customers SET zip = zip_req_0001::text;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.customers', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: CREATE FUNCTION public.zz_req_0001_sync_customers_zip() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.zip_req_0001 IS DISTINCT FROM NEW.zip::character varying(5)) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.zip_req_0001 IS NOT NULL THEN
--               NEW.zip := NEW.zip_req_0001::text;
--             ELSE
--               NEW.zip_req_0001 := NEW.zip::character varying(5);
--             END IF;
--           ELSIF NEW.zip_req_0001 IS DISTINCT FROM OLD.zip_req_0001 THEN
--             NEW.zip := NEW.zip_req_0001::text;
--           ELSIF NEW.zip IS DISTINCT FROM OLD.zip THEN
--             NEW.zip_req_0001 := NEW.zip::character varying(5);
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_customers_zip BEFORE INSERT OR UPDATE ON public.customers FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_customers_zip();

-- precheck conversion/public.customers.zip: Every value of public.customers.zip fits character varying(5)
--   no-rows: SELECT id FROM public.customers WHERE NOT pg_input_is_valid(zip::text, 'character varying(5)')
-- carries public.customers.zip → public.customers.zip: forward zip::character varying(5), backward zip::text
