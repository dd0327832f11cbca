-- S1 expand add-companion: Add place to public.customers, empty and without a default (I1)
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.customers) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.customers ADD COLUMN place text;
--   back: ALTER TABLE public.customers DROP COLUMN place;

-- S2 expand sync-trigger: Keep old and new fields of public.customers equal, whichever a writer fills (I1)
--   SHARE ROW EXCLUSIVE on public.customers for a moment: blocks writes
--   note: changes-data (public.customers) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.customers) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_customers_place() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.place IS DISTINCT FROM (NEW.zip || coalesce(' ' || NEW.city, ''))::text) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.place IS NOT NULL THEN
      NEW.zip := (split_part(NEW.place, ' ', 1))::text;
      NEW.city := (nullif(split_part(NEW.place, ' ', 2), ''))::text;
    ELSE
      NEW.place := (NEW.zip || coalesce(' ' || NEW.city, ''))::text;
    END IF;
  ELSIF NEW.place IS DISTINCT FROM OLD.place THEN
    NEW.zip := (split_part(NEW.place, ' ', 1))::text;
    NEW.city := (nullif(split_part(NEW.place, ' ', 2), ''))::text;
  ELSIF NEW.zip IS DISTINCT FROM OLD.zip OR NEW.city IS DISTINCT FROM OLD.city THEN
    NEW.place := (NEW.zip || coalesce(' ' || NEW.city, ''))::text;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_customers_place BEFORE INSERT OR UPDATE ON public.customers FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_customers_place();
--   back: DROP TRIGGER zz_req_0001_sync_customers_place ON public.customers;
--   back: DROP FUNCTION public.zz_req_0001_sync_customers_place();

-- S3 migrate backfill: Fill place of public.customers, batch by batch (I1)
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
        UPDATE public.customers SET place = (zip || coalesce(' ' || city, ''))::text
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (place IS DISTINCT FROM (zip || coalesce(' ' || city, ''))::text
  AND ((place IS NULL) OR zip IS DISTINCT FROM (split_part(place, ' ', 1))::text OR city IS DISTINCT FROM (nullif(split_part(place, ' ', 2), ''))::text));
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

-- S4 contract deploy-gate: Wait for the release that no longer uses public.customers.zip, public.customers.city (I1)
-- waits for the release that no longer uses public.customers.zip, public.customers.city

-- S5 contract guard-backfill: Refuse to go on while place of public.customers is not filled to the end (I1)
--   ACCESS SHARE on public.customers for a scan: blocks ddl
--   note: scans-object (public.customers) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.customers WHERE place IS DISTINCT FROM (zip || coalesce(' ' || city, ''))::text
  AND ((place IS NULL) OR zip IS DISTINCT FROM (split_part(place, ' ', 1))::text OR city IS DISTINCT FROM (nullif(split_part(place, ' ', 2), ''))::text)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of place in public.customers is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S6 contract analyze: Gather statistics of public.customers: the new fields have none yet (I1)
--   SHARE UPDATE EXCLUSIVE on public.customers for a scan: blocks ddl
ANALYZE public.customers;

-- S7 contract cut-over: Let place of public.customers take the place of zip, city (I1)
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.customers) Code that still uses zip, city fails.
--   warning: deletes-data (public.customers) The values of zip, city are kept only as what was made of them.
--   note: breaks-running-code (public.customers) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_customers_place ON public.customers;
DROP FUNCTION public.zz_req_0001_sync_customers_place();
ALTER TABLE public.customers DROP COLUMN zip;
ALTER TABLE public.customers DROP COLUMN city;
--   back: ALTER TABLE public.customers ADD COLUMN zip text;
--   back: ALTER TABLE public.customers ADD COLUMN city text;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.customers'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.customers', dblead_one);
--           END LOOP;
--           UPDATE public.customers SET zip = (split_part(place, ' ', 1))::text, city = (nullif(split_part(place, ' ', 2), ''))::text;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.customers', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: CREATE INDEX customers_by_city ON public.customers USING btree (city, mail);
--   back: CREATE FUNCTION public.zz_req_0001_sync_customers_place() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.place IS DISTINCT FROM (NEW.zip || coalesce(' ' || NEW.city, ''))::text) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.place IS NOT NULL THEN
--               NEW.zip := (split_part(NEW.place, ' ', 1))::text;
--               NEW.city := (nullif(split_part(NEW.place, ' ', 2), ''))::text;
--             ELSE
--               NEW.place := (NEW.zip || coalesce(' ' || NEW.city, ''))::text;
--             END IF;
--           ELSIF NEW.place IS DISTINCT FROM OLD.place THEN
--             NEW.zip := (split_part(NEW.place, ' ', 1))::text;
--             NEW.city := (nullif(split_part(NEW.place, ' ', 2), ''))::text;
--           ELSIF NEW.zip IS DISTINCT FROM OLD.zip OR NEW.city IS DISTINCT FROM OLD.city THEN
--             NEW.place := (NEW.zip || coalesce(' ' || NEW.city, ''))::text;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_customers_place BEFORE INSERT OR UPDATE ON public.customers FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_customers_place();

-- precheck inverse/public.customers/place: Every row of public.customers comes back as it was by the declared way back (zip, city → place)
--   no-rows: SELECT id FROM public.customers WHERE zip IS DISTINCT FROM (split_part((zip || coalesce(' ' || city, '')), ' ', 1))::text OR city IS DISTINCT FROM (nullif(split_part((zip || coalesce(' ' || city, '')), ' ', 2), ''))::text
-- carries public.customers.∅ → public.customers.place: forward (zip || coalesce(' ' || city, ''))::text, backward none
-- carries public.customers.zip → public.customers.∅: forward none, backward (split_part(place, ' ', 1))::text
-- carries public.customers.city → public.customers.∅: forward none, backward (nullif(split_part(place, ' ', 2), ''))::text
