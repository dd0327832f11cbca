-- S1 expand add-companion: Add first_name, last_name to public.customers, empty and without a default (I1)
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.customers) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.customers ADD COLUMN first_name character varying(120);
ALTER TABLE public.customers ADD COLUMN last_name character varying(120);
--   back: ALTER TABLE public.customers DROP COLUMN last_name;
--   back: ALTER TABLE public.customers DROP COLUMN first_name;

-- S2 expand sync-trigger: Keep old and new fields of public.customers equal, whichever a writer fills (I1)
--   SHARE ROW EXCLUSIVE on public.customers for a moment: blocks writes
--   note: changes-data (public.customers) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.customers) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_customers_first_name_last_name() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.first_name IS DISTINCT FROM (split_part(NEW.full_name, ' ', 1))::character varying(120))
    AND NOT (NEW.last_name IS DISTINCT FROM (split_part(NEW.full_name, ' ', 2))::character varying(120)) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.first_name IS NOT NULL OR NEW.last_name IS NOT NULL THEN
      NEW.full_name := (NEW.first_name || ' ' || NEW.last_name)::character varying(120);
    ELSE
      NEW.first_name := (split_part(NEW.full_name, ' ', 1))::character varying(120);
      NEW.last_name := (split_part(NEW.full_name, ' ', 2))::character varying(120);
    END IF;
  ELSIF NEW.first_name IS DISTINCT FROM OLD.first_name OR NEW.last_name IS DISTINCT FROM OLD.last_name THEN
    IF OLD.first_name IS NULL AND OLD.last_name IS NULL THEN
      NEW.first_name := coalesce(NEW.first_name, (split_part(NEW.full_name, ' ', 1))::character varying(120));
      NEW.last_name := coalesce(NEW.last_name, (split_part(NEW.full_name, ' ', 2))::character varying(120));
    END IF;
    NEW.full_name := (NEW.first_name || ' ' || NEW.last_name)::character varying(120);
  ELSIF NEW.full_name IS DISTINCT FROM OLD.full_name THEN
    NEW.first_name := (split_part(NEW.full_name, ' ', 1))::character varying(120);
    NEW.last_name := (split_part(NEW.full_name, ' ', 2))::character varying(120);
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_customers_first_name_last_name BEFORE INSERT OR UPDATE ON public.customers FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_customers_first_name_last_name();
--   back: DROP TRIGGER zz_req_0001_sync_customers_first_name_last_name ON public.customers;
--   back: DROP FUNCTION public.zz_req_0001_sync_customers_first_name_last_name();

-- S3 migrate backfill: Fill first_name, last_name of public.customers, batch by batch (I1)
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
        UPDATE public.customers SET first_name = (split_part(full_name, ' ', 1))::character varying(120), last_name = (split_part(full_name, ' ', 2))::character varying(120)
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND ((first_name IS DISTINCT FROM (split_part(full_name, ' ', 1))::character varying(120) OR last_name IS DISTINCT FROM (split_part(full_name, ' ', 2))::character varying(120))
  AND ((first_name IS NULL AND last_name IS NULL) OR full_name IS DISTINCT FROM (first_name || ' ' || last_name)::character varying(120)));
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

-- S4 contract deploy-gate: Wait for the release that no longer uses public.customers.full_name (I1)
-- waits for the release that no longer uses public.customers.full_name

-- S5 contract guard-backfill: Refuse to go on while first_name, last_name of public.customers is not filled to the end (I1)
--   ACCESS SHARE on public.customers for a scan: blocks ddl
--   note: scans-object (public.customers) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.customers WHERE (first_name IS DISTINCT FROM (split_part(full_name, ' ', 1))::character varying(120) OR last_name IS DISTINCT FROM (split_part(full_name, ' ', 2))::character varying(120))
  AND ((first_name IS NULL AND last_name IS NULL) OR full_name IS DISTINCT FROM (first_name || ' ' || last_name)::character varying(120))) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of first_name, last_name in public.customers is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S6 contract analyze: Gather statistics of public.customers: the new fields have none yet (I1)
--   SHARE UPDATE EXCLUSIVE on public.customers for a scan: blocks ddl
ANALYZE public.customers;

-- S7 contract add-check-not-valid: Hold new rows of public.customers to: first_name is never empty (I1)
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
ALTER TABLE public.customers ADD CONSTRAINT customers_first_name_required_req_0001 CHECK (first_name IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.customers DROP CONSTRAINT customers_first_name_required_req_0001;

-- S8 contract validate-check [transaction: own]: Prove for the rows that are there: first_name is never empty (I1)
--   SHARE UPDATE EXCLUSIVE on public.customers for a scan: blocks ddl
--   note: scans-object (public.customers) Every row is read; readers and writers go on.
ALTER TABLE public.customers VALIDATE CONSTRAINT customers_first_name_required_req_0001;

-- S9 contract add-check-not-valid: Hold new rows of public.customers to: last_name is never empty (I1)
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
ALTER TABLE public.customers ADD CONSTRAINT customers_last_name_required_req_0001 CHECK (last_name IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.customers DROP CONSTRAINT customers_last_name_required_req_0001;

-- S10 contract validate-check [transaction: own]: Prove for the rows that are there: last_name is never empty (I1)
--   SHARE UPDATE EXCLUSIVE on public.customers for a scan: blocks ddl
--   note: scans-object (public.customers) Every row is read; readers and writers go on.
ALTER TABLE public.customers VALIDATE CONSTRAINT customers_last_name_required_req_0001;

-- S11 contract take-dependents-away: Take away for a moment: view public.names (I1)
--   ACCESS EXCLUSIVE on public.names for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.names) Rests on what changes: gone until the last step of this transaction puts it back.
DROP VIEW public.names;
--   back: CREATE VIEW public.names AS
--         SELECT id,
--             full_name,
--             upper((full_name)::text) AS loud
--            FROM public.customers c
--           ORDER BY full_name;

-- S12 contract cut-over: Let first_name, last_name of public.customers take the place of full_name (I1)
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.customers) Code that still uses full_name fails.
--   warning: deletes-data (public.customers) The values of full_name are kept only as what was made of them.
--   note: breaks-running-code (public.customers) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_customers_first_name_last_name ON public.customers;
DROP FUNCTION public.zz_req_0001_sync_customers_first_name_last_name();
ALTER TABLE public.customers ALTER COLUMN first_name SET NOT NULL;
ALTER TABLE public.customers DROP CONSTRAINT customers_first_name_required_req_0001;
ALTER TABLE public.customers ALTER COLUMN last_name SET NOT NULL;
ALTER TABLE public.customers DROP CONSTRAINT customers_last_name_required_req_0001;
ALTER TABLE public.customers DROP COLUMN full_name;
--   back: ALTER TABLE public.customers ADD COLUMN full_name character varying(120);
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.customers'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.customers', dblead_one);
--           END LOOP;
--           UPDATE public.customers SET full_name = (first_name || ' ' || last_name)::character varying(120);
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.customers', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.customers ALTER COLUMN full_name SET NOT NULL;
--   back: CREATE INDEX customers_by_name ON public.customers USING btree (full_name);
--   back: ALTER TABLE public.customers ADD CONSTRAINT customers_first_name_required_req_0001 CHECK (first_name IS NOT NULL);
--   back: ALTER TABLE public.customers ALTER COLUMN first_name DROP NOT NULL;
--   back: ALTER TABLE public.customers ADD CONSTRAINT customers_last_name_required_req_0001 CHECK (last_name IS NOT NULL);
--   back: ALTER TABLE public.customers ALTER COLUMN last_name DROP NOT NULL;
--   back: CREATE FUNCTION public.zz_req_0001_sync_customers_first_name_last_name() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.first_name IS DISTINCT FROM (split_part(NEW.full_name, ' ', 1))::character varying(120))
--             AND NOT (NEW.last_name IS DISTINCT FROM (split_part(NEW.full_name, ' ', 2))::character varying(120)) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.first_name IS NOT NULL OR NEW.last_name IS NOT NULL THEN
--               NEW.full_name := (NEW.first_name || ' ' || NEW.last_name)::character varying(120);
--             ELSE
--               NEW.first_name := (split_part(NEW.full_name, ' ', 1))::character varying(120);
--               NEW.last_name := (split_part(NEW.full_name, ' ', 2))::character varying(120);
--             END IF;
--           ELSIF NEW.first_name IS DISTINCT FROM OLD.first_name OR NEW.last_name IS DISTINCT FROM OLD.last_name THEN
--             IF OLD.first_name IS NULL AND OLD.last_name IS NULL THEN
--               NEW.first_name := coalesce(NEW.first_name, (split_part(NEW.full_name, ' ', 1))::character varying(120));
--               NEW.last_name := coalesce(NEW.last_name, (split_part(NEW.full_name, ' ', 2))::character varying(120));
--             END IF;
--             NEW.full_name := (NEW.first_name || ' ' || NEW.last_name)::character varying(120);
--           ELSIF NEW.full_name IS DISTINCT FROM OLD.full_name THEN
--             NEW.first_name := (split_part(NEW.full_name, ' ', 1))::character varying(120);
--             NEW.last_name := (split_part(NEW.full_name, ' ', 2))::character varying(120);
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_customers_first_name_last_name BEFORE INSERT OR UPDATE ON public.customers FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_customers_first_name_last_name();

-- S13 contract put-dependents-back: Put in place: view public.names (I1)
CREATE VIEW public.names AS
SELECT id,
    (((first_name)::text || ' '::text) || (last_name)::text) AS full_name,
    upper((((first_name)::text || ' '::text) || (last_name)::text)) AS loud
   FROM public.customers c
  ORDER BY (((first_name)::text || ' '::text) || (last_name)::text);
--   back: DROP VIEW public.names;

-- precheck inverse/public.customers/first_name+last_name: Every row of public.customers comes back as it was by the declared way back (full_name → first_name, last_name)
--   no-rows: SELECT id FROM public.customers WHERE full_name IS DISTINCT FROM ((split_part(full_name, ' ', 1)) || ' ' || (split_part(full_name, ' ', 2)))::character varying(120) OR (split_part(full_name, ' ', 1)) IS NULL OR (split_part(full_name, ' ', 2)) IS NULL
-- carries public.customers.∅ → public.customers.first_name: forward (split_part(full_name, ' ', 1))::character varying(120), backward none
-- carries public.customers.∅ → public.customers.last_name: forward (split_part(full_name, ' ', 2))::character varying(120), backward none
-- carries public.customers.full_name → public.customers.∅: forward none, backward (first_name || ' ' || last_name)::character varying(120)
