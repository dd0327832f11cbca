-- S1 expand add-companion: Add sign to public.a, empty and without a default
--   ACCESS EXCLUSIVE on public.a for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.a) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.a ADD COLUMN sign text;
--   back: ALTER TABLE public.a DROP COLUMN sign;

-- S2 expand sync-trigger: Keep old and new fields of public.a equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.a for a moment: blocks writes
--   note: changes-data (public.a) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.a) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_a_sign() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.sign IS DISTINCT FROM NEW.code) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.sign IS NOT NULL THEN
      NEW.code := NEW.sign;
    ELSE
      NEW.sign := NEW.code;
    END IF;
  ELSIF NEW.sign IS DISTINCT FROM OLD.sign THEN
    NEW.code := NEW.sign;
  ELSIF NEW.code IS DISTINCT FROM OLD.code THEN
    NEW.sign := NEW.code;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_a_sign BEFORE INSERT OR UPDATE ON public.a FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_a_sign();
--   back: DROP TRIGGER zz_req_0001_sync_a_sign ON public.a;
--   back: DROP FUNCTION public.zz_req_0001_sync_a_sign();

-- S3 expand clear-invalid-index [transaction: own]: Clear away index a_pkey_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.a_pkey_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.a_pkey_req_0001;
  END IF;
END
$left$;

-- S4 expand create-index-concurrently [transaction: none]: Build a_pkey over the new fields of public.a
--   SHARE UPDATE EXCLUSIVE on public.a for a build: blocks ddl
--   note: not-transactional (public.a) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.a) Every row is read to build the index.
--   note: needs-disk (public.a) Needs room for the index.
CREATE UNIQUE INDEX CONCURRENTLY a_pkey_req_0001 ON public.a (sign);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.a_pkey_req_0001;

-- S5 expand check-index: Index a_pkey_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.a_pkey_req_0001') AND indisvalid

-- S6 migrate backfill: Fill sign of public.a, batch by batch
--   note: changes-data (public.a) Fills fields that nobody reads yet.
--   note: needs-disk (public.a) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: code
DO $job$
DECLARE
  dblead_last_1 public.a.code%TYPE;
  dblead_upper_1 public.a.code%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT code INTO dblead_upper_1
    FROM (
      SELECT code FROM public.a
      WHERE dblead_first OR code > dblead_last_1
      ORDER BY code LIMIT 2000
    ) AS batch
    ORDER BY code DESC LIMIT 1;
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
        UPDATE public.a SET sign = code
        WHERE (dblead_first OR code > dblead_last_1) AND code <= dblead_upper_1
          AND (sign IS DISTINCT FROM code
  AND ((sign IS NULL) OR code IS DISTINCT FROM sign));
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

-- S7 contract deploy-gate: Wait for the release that no longer uses public.a.code
-- waits for the release that no longer uses public.a.code

-- S8 contract guard-backfill: Refuse to go on while sign of public.a is not filled to the end
--   ACCESS SHARE on public.a for a scan: blocks ddl
--   note: scans-object (public.a) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.a WHERE sign IS DISTINCT FROM code
  AND ((sign IS NULL) OR code IS DISTINCT FROM sign)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of sign in public.a is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S9 contract analyze: Gather statistics of public.a: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.a for a scan: blocks ddl
ANALYZE public.a;

-- S10 contract add-check-not-valid: Hold new rows of public.a to: sign is never empty
--   ACCESS EXCLUSIVE on public.a for a moment: blocks reads-and-writes
ALTER TABLE public.a ADD CONSTRAINT a_sign_required_req_0001 CHECK (sign IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.a DROP CONSTRAINT a_sign_required_req_0001;

-- S11 contract validate-check [transaction: own]: Prove for the rows that are there: sign is never empty
--   SHARE UPDATE EXCLUSIVE on public.a for a scan: blocks ddl
--   note: scans-object (public.a) Every row is read; readers and writers go on.
ALTER TABLE public.a VALIDATE CONSTRAINT a_sign_required_req_0001;

-- S12 contract cut-over: Let sign of public.a take the place of code
--   ACCESS EXCLUSIVE on public.a for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.a) Code that still uses code fails.
--   warning: deletes-data (public.a) The values of code are kept only as what was made of them.
--   note: breaks-running-code (public.a) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_a_sign ON public.a;
DROP FUNCTION public.zz_req_0001_sync_a_sign();
ALTER TABLE public.b DROP CONSTRAINT b_a_code_fkey;
ALTER TABLE public.a ALTER COLUMN sign SET NOT NULL;
ALTER TABLE public.a DROP CONSTRAINT a_sign_required_req_0001;
ALTER TABLE public.a DROP COLUMN code;
ALTER TABLE public.a ADD CONSTRAINT a_pkey PRIMARY KEY USING INDEX a_pkey_req_0001;
ALTER TABLE public.b ADD CONSTRAINT b_a_code_fkey FOREIGN KEY (a_code) REFERENCES public.a(sign) ON DELETE CASCADE NOT VALID;
--   back: ALTER TABLE public.b DROP CONSTRAINT b_a_code_fkey;
--   back: ALTER TABLE public.a DROP CONSTRAINT a_pkey;
--   back: CREATE UNIQUE INDEX a_pkey_req_0001 ON public.a (sign);
--   back: ALTER TABLE public.a ADD COLUMN code text;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.a'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.a', dblead_one);
--           END LOOP;
--           UPDATE public.a SET code = sign;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.a', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.a ALTER COLUMN code SET NOT NULL;
--   back: ALTER TABLE public.a ADD CONSTRAINT a_pkey PRIMARY KEY (code);
--   back: ALTER TABLE public.a ADD CONSTRAINT a_sign_required_req_0001 CHECK (sign IS NOT NULL);
--   back: ALTER TABLE public.a ALTER COLUMN sign DROP NOT NULL;
--   back: ALTER TABLE public.b ADD CONSTRAINT b_a_code_fkey FOREIGN KEY (a_code) REFERENCES public.a(code) ON DELETE CASCADE;
--   back: CREATE FUNCTION public.zz_req_0001_sync_a_sign() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.sign IS DISTINCT FROM NEW.code) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.sign IS NOT NULL THEN
--               NEW.code := NEW.sign;
--             ELSE
--               NEW.sign := NEW.code;
--             END IF;
--           ELSIF NEW.sign IS DISTINCT FROM OLD.sign THEN
--             NEW.code := NEW.sign;
--           ELSIF NEW.code IS DISTINCT FROM OLD.code THEN
--             NEW.sign := NEW.code;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_a_sign BEFORE INSERT OR UPDATE ON public.a FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_a_sign();

-- S13 contract validate-reference [transaction: own]: Prove b_a_code_fkey for the rows that are there
--   SHARE UPDATE EXCLUSIVE on public.b for a scan: blocks ddl
--   note: scans-object (public.b) Every row is looked up; readers and writers go on.
ALTER TABLE public.b VALIDATE CONSTRAINT b_a_code_fkey;

-- S14 contract rename-not-null: Give the NOT NULL of public.a.sign its name
--   ACCESS EXCLUSIVE on public.a for a moment: blocks reads-and-writes
ALTER TABLE public.a RENAME CONSTRAINT a_sign_not_null TO a_code_not_null;
--   back: ALTER TABLE public.a RENAME CONSTRAINT a_code_not_null TO a_sign_not_null;

-- carries public.a.code → public.a.sign: forward code, backward sign
