-- S1 expand add-companion: Add full_name to public.clients, empty and without a default
--   ACCESS EXCLUSIVE on public.clients for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.clients) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.clients ADD COLUMN full_name text;
--   back: ALTER TABLE public.clients DROP COLUMN full_name;

-- S2 expand sync-trigger: Keep old and new fields of public.clients equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.clients for a moment: blocks writes
--   note: changes-data (public.clients) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.clients) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_clients_full_name() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.full_name IS DISTINCT FROM NEW.name) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.full_name IS NOT NULL THEN
      NEW.name := NEW.full_name;
    ELSE
      NEW.full_name := NEW.name;
    END IF;
  ELSIF NEW.full_name IS DISTINCT FROM OLD.full_name THEN
    NEW.name := NEW.full_name;
  ELSIF NEW.name IS DISTINCT FROM OLD.name THEN
    NEW.full_name := NEW.name;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_clients_full_name BEFORE INSERT OR UPDATE ON public.clients FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_clients_full_name();
--   back: DROP TRIGGER zz_req_0001_sync_clients_full_name ON public.clients;
--   back: DROP FUNCTION public.zz_req_0001_sync_clients_full_name();

-- S3 migrate backfill: Fill full_name of public.clients, batch by batch
--   note: changes-data (public.clients) Fills fields that nobody reads yet.
--   note: needs-disk (public.clients) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: id
DO $job$
DECLARE
  dblead_last_1 public.clients.id%TYPE;
  dblead_upper_1 public.clients.id%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT id INTO dblead_upper_1
    FROM (
      SELECT id FROM public.clients
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
        UPDATE public.clients SET full_name = name
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (full_name IS DISTINCT FROM name
  AND ((full_name IS NULL) OR name IS DISTINCT FROM full_name));
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

-- S4 contract deploy-gate: Wait for the release that no longer uses public.clients.name
-- waits for the release that no longer uses public.clients.name

-- S5 contract guard-backfill: Refuse to go on while full_name of public.clients is not filled to the end
--   ACCESS SHARE on public.clients for a scan: blocks ddl
--   note: scans-object (public.clients) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.clients WHERE full_name IS DISTINCT FROM name
  AND ((full_name IS NULL) OR name IS DISTINCT FROM full_name)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of full_name in public.clients is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S6 contract analyze: Gather statistics of public.clients: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.clients for a scan: blocks ddl
ANALYZE public.clients;

-- S7 contract add-check-not-valid: Hold new rows of public.clients to: full_name is never empty
--   ACCESS EXCLUSIVE on public.clients for a moment: blocks reads-and-writes
ALTER TABLE public.clients ADD CONSTRAINT clients_full_name_required_req_0001 CHECK (full_name IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.clients DROP CONSTRAINT clients_full_name_required_req_0001;

-- S8 contract validate-check [transaction: own]: Prove for the rows that are there: full_name is never empty
--   SHARE UPDATE EXCLUSIVE on public.clients for a scan: blocks ddl
--   note: scans-object (public.clients) Every row is read; readers and writers go on.
ALTER TABLE public.clients VALIDATE CONSTRAINT clients_full_name_required_req_0001;

-- S9 contract cut-over: Let full_name of public.clients take the place of name
--   ACCESS EXCLUSIVE on public.clients for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.clients) Code that still uses name fails.
--   warning: deletes-data (public.clients) The values of name are kept only as what was made of them.
--   note: breaks-running-code (public.clients) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_clients_full_name ON public.clients;
DROP FUNCTION public.zz_req_0001_sync_clients_full_name();
ALTER TABLE public.clients ALTER COLUMN full_name SET NOT NULL;
ALTER TABLE public.clients DROP CONSTRAINT clients_full_name_required_req_0001;
ALTER TABLE public.clients DROP COLUMN name;
--   back: ALTER TABLE public.clients ADD COLUMN name text;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.clients'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.clients', dblead_one);
--           END LOOP;
--           UPDATE public.clients SET name = full_name;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.clients', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.clients ALTER COLUMN name SET NOT NULL;
--   back: ALTER TABLE public.clients ADD CONSTRAINT clients_full_name_required_req_0001 CHECK (full_name IS NOT NULL);
--   back: ALTER TABLE public.clients ALTER COLUMN full_name DROP NOT NULL;
--   back: CREATE FUNCTION public.zz_req_0001_sync_clients_full_name() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.full_name IS DISTINCT FROM NEW.name) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.full_name IS NOT NULL THEN
--               NEW.name := NEW.full_name;
--             ELSE
--               NEW.full_name := NEW.name;
--             END IF;
--           ELSIF NEW.full_name IS DISTINCT FROM OLD.full_name THEN
--             NEW.name := NEW.full_name;
--           ELSIF NEW.name IS DISTINCT FROM OLD.name THEN
--             NEW.full_name := NEW.name;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_clients_full_name BEFORE INSERT OR UPDATE ON public.clients FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_clients_full_name();

-- carries public.clients.name → public.clients.full_name: forward name, backward full_name
