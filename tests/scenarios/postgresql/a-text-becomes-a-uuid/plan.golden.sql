-- S1 expand add-companion: Add token_req_0001 to public.devices, empty and without a default
--   ACCESS EXCLUSIVE on public.devices for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.devices) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.devices ADD COLUMN token_req_0001 uuid;
--   back: ALTER TABLE public.devices DROP COLUMN token_req_0001;

-- S2 expand sync-trigger: Keep old and new fields of public.devices equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.devices for a moment: blocks writes
--   note: changes-data (public.devices) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.devices) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_devices_token() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.token_req_0001 IS DISTINCT FROM NEW.token::uuid) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.token_req_0001 IS NOT NULL THEN
      NEW.token := NEW.token_req_0001::text;
    ELSE
      NEW.token_req_0001 := NEW.token::uuid;
    END IF;
  ELSIF NEW.token_req_0001 IS DISTINCT FROM OLD.token_req_0001 THEN
    NEW.token := NEW.token_req_0001::text;
  ELSIF NEW.token IS DISTINCT FROM OLD.token THEN
    NEW.token_req_0001 := NEW.token::uuid;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_devices_token BEFORE INSERT OR UPDATE ON public.devices FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_devices_token();
--   back: DROP TRIGGER zz_req_0001_sync_devices_token ON public.devices;
--   back: DROP FUNCTION public.zz_req_0001_sync_devices_token();

-- S3 expand clear-invalid-index [transaction: own]: Clear away index devices_token_key_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.devices_token_key_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.devices_token_key_req_0001;
  END IF;
END
$left$;

-- S4 expand create-index-concurrently [transaction: none]: Build devices_token_key over the new fields of public.devices
--   SHARE UPDATE EXCLUSIVE on public.devices for a build: blocks ddl
--   note: not-transactional (public.devices) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.devices) Every row is read to build the index.
--   note: needs-disk (public.devices) Needs room for the index.
CREATE UNIQUE INDEX CONCURRENTLY devices_token_key_req_0001 ON public.devices (token_req_0001);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.devices_token_key_req_0001;

-- S5 expand check-index: Index devices_token_key_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.devices_token_key_req_0001') AND indisvalid

-- S6 migrate backfill: Fill token_req_0001 of public.devices, batch by batch
--   note: changes-data (public.devices) Fills fields that nobody reads yet.
--   note: needs-disk (public.devices) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: id
DO $job$
DECLARE
  dblead_last_1 public.devices.id%TYPE;
  dblead_upper_1 public.devices.id%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT id INTO dblead_upper_1
    FROM (
      SELECT id FROM public.devices
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
        UPDATE public.devices SET token_req_0001 = token::uuid
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (token_req_0001 IS DISTINCT FROM token::uuid
  AND ((token_req_0001 IS NULL) OR token IS DISTINCT FROM token_req_0001::text));
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

-- S7 contract deploy-gate: Wait for the release that no longer uses public.devices.token
-- waits for the release that no longer uses public.devices.token

-- S8 contract guard-backfill: Refuse to go on while token_req_0001 of public.devices is not filled to the end
--   ACCESS SHARE on public.devices for a scan: blocks ddl
--   note: scans-object (public.devices) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.devices WHERE token_req_0001 IS DISTINCT FROM token::uuid
  AND ((token_req_0001 IS NULL) OR token IS DISTINCT FROM token_req_0001::text)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of token_req_0001 in public.devices is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S9 contract analyze: Gather statistics of public.devices: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.devices for a scan: blocks ddl
ANALYZE public.devices;

-- S10 contract add-check-not-valid: Hold new rows of public.devices to: token is never empty
--   ACCESS EXCLUSIVE on public.devices for a moment: blocks reads-and-writes
ALTER TABLE public.devices ADD CONSTRAINT devices_token_req_0001_required_req_0001 CHECK (token_req_0001 IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.devices DROP CONSTRAINT devices_token_req_0001_required_req_0001;

-- S11 contract validate-check [transaction: own]: Prove for the rows that are there: token is never empty
--   SHARE UPDATE EXCLUSIVE on public.devices for a scan: blocks ddl
--   note: scans-object (public.devices) Every row is read; readers and writers go on.
ALTER TABLE public.devices VALIDATE CONSTRAINT devices_token_req_0001_required_req_0001;

-- S12 contract cut-over: Let token of public.devices take the place of token
--   ACCESS EXCLUSIVE on public.devices for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.devices) Code that still uses token fails.
--   warning: deletes-data (public.devices) The values of token are kept only as what was made of them.
--   note: breaks-running-code (public.devices) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_devices_token ON public.devices;
DROP FUNCTION public.zz_req_0001_sync_devices_token();
ALTER TABLE public.devices ALTER COLUMN token_req_0001 SET NOT NULL;
ALTER TABLE public.devices DROP CONSTRAINT devices_token_req_0001_required_req_0001;
ALTER TABLE public.devices DROP COLUMN token;
ALTER TABLE public.devices RENAME COLUMN token_req_0001 TO token;
ALTER TABLE public.devices RENAME CONSTRAINT devices_token_req_0001_not_null TO devices_token_not_null;
ALTER TABLE public.devices ADD CONSTRAINT devices_token_key UNIQUE USING INDEX devices_token_key_req_0001;
ALTER TABLE public.devices ALTER COLUMN token SET DEFAULT gen_random_uuid();
--   back: ALTER TABLE public.devices ALTER COLUMN token DROP DEFAULT;
--   back: ALTER TABLE public.devices DROP CONSTRAINT devices_token_key;
--   back: CREATE UNIQUE INDEX devices_token_key_req_0001 ON public.devices (token);
--   back: ALTER TABLE public.devices RENAME CONSTRAINT devices_token_not_null TO devices_token_req_0001_not_null;
--   back: ALTER TABLE public.devices RENAME COLUMN token TO token_req_0001;
--   back: ALTER TABLE public.devices ADD COLUMN token text;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.devices'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.devices', dblead_one);
--           END LOOP;
--           UPDATE public.devices SET token = token_req_0001::text;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.devices', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.devices ALTER COLUMN token SET NOT NULL;
--   back: ALTER TABLE public.devices ADD CONSTRAINT devices_token_key UNIQUE (token);
--   back: ALTER TABLE public.devices ADD CONSTRAINT devices_token_req_0001_required_req_0001 CHECK (token_req_0001 IS NOT NULL);
--   back: ALTER TABLE public.devices ALTER COLUMN token_req_0001 DROP NOT NULL;
--   back: CREATE FUNCTION public.zz_req_0001_sync_devices_token() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.token_req_0001 IS DISTINCT FROM NEW.token::uuid) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.token_req_0001 IS NOT NULL THEN
--               NEW.token := NEW.token_req_0001::text;
--             ELSE
--               NEW.token_req_0001 := NEW.token::uuid;
--             END IF;
--           ELSIF NEW.token_req_0001 IS DISTINCT FROM OLD.token_req_0001 THEN
--             NEW.token := NEW.token_req_0001::text;
--           ELSIF NEW.token IS DISTINCT FROM OLD.token THEN
--             NEW.token_req_0001 := NEW.token::uuid;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_devices_token BEFORE INSERT OR UPDATE ON public.devices FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_devices_token();

-- precheck conversion/public.devices.token: Every value of public.devices.token fits uuid
--   no-rows: SELECT id FROM public.devices WHERE NOT pg_input_is_valid(token::text, 'uuid')
-- carries public.devices.token → public.devices.token: forward token::uuid, backward token::text
