-- S1 expand create-enum: Create type public.stage_req_0001
CREATE TYPE public.stage_req_0001 AS ENUM ('new', 'done', 'held');
--   back: DROP TYPE public.stage_req_0001;

-- S2 expand add-companion: Add stage_req_0001 to public.jobs, empty and without a default
--   ACCESS EXCLUSIVE on public.jobs for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.jobs) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.jobs ADD COLUMN stage_req_0001 public.stage_req_0001;
--   back: ALTER TABLE public.jobs DROP COLUMN stage_req_0001;

-- S3 expand sync-trigger: Keep old and new fields of public.jobs equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.jobs for a moment: blocks writes
--   note: changes-data (public.jobs) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.jobs) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_jobs_stage() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.stage_req_0001 IS DISTINCT FROM NEW.stage::text::public.stage_req_0001) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.stage_req_0001 IS NOT NULL THEN
      NEW.stage := NEW.stage_req_0001::text::public.stage;
    ELSE
      NEW.stage_req_0001 := NEW.stage::text::public.stage_req_0001;
    END IF;
  ELSIF NEW.stage_req_0001 IS DISTINCT FROM OLD.stage_req_0001 THEN
    NEW.stage := NEW.stage_req_0001::text::public.stage;
  ELSIF NEW.stage IS DISTINCT FROM OLD.stage THEN
    NEW.stage_req_0001 := NEW.stage::text::public.stage_req_0001;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_jobs_stage BEFORE INSERT OR UPDATE ON public.jobs FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_jobs_stage();
--   back: DROP TRIGGER zz_req_0001_sync_jobs_stage ON public.jobs;
--   back: DROP FUNCTION public.zz_req_0001_sync_jobs_stage();

-- S4 expand add-companion: Add past_req_0001 to public.jobs, empty and without a default
--   ACCESS EXCLUSIVE on public.jobs for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.jobs) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.jobs ADD COLUMN past_req_0001 public.stage_req_0001[];
--   back: ALTER TABLE public.jobs DROP COLUMN past_req_0001;

-- S5 expand sync-trigger: Keep old and new fields of public.jobs equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.jobs for a moment: blocks writes
--   note: changes-data (public.jobs) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.jobs) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_jobs_past() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.past_req_0001 IS DISTINCT FROM NEW.past::text::public.stage_req_0001[]) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.past_req_0001 IS NOT NULL THEN
      NEW.past := NEW.past_req_0001::text::public.stage[];
    ELSE
      NEW.past_req_0001 := NEW.past::text::public.stage_req_0001[];
    END IF;
  ELSIF NEW.past_req_0001 IS DISTINCT FROM OLD.past_req_0001 THEN
    NEW.past := NEW.past_req_0001::text::public.stage[];
  ELSIF NEW.past IS DISTINCT FROM OLD.past THEN
    NEW.past_req_0001 := NEW.past::text::public.stage_req_0001[];
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_jobs_past BEFORE INSERT OR UPDATE ON public.jobs FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_jobs_past();
--   back: DROP TRIGGER zz_req_0001_sync_jobs_past ON public.jobs;
--   back: DROP FUNCTION public.zz_req_0001_sync_jobs_past();

-- S6 migrate backfill: Fill stage_req_0001 of public.jobs, batch by batch
--   note: changes-data (public.jobs) Fills fields that nobody reads yet.
--   note: needs-disk (public.jobs) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: id
DO $job$
DECLARE
  dblead_last_1 public.jobs.id%TYPE;
  dblead_upper_1 public.jobs.id%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT id INTO dblead_upper_1
    FROM (
      SELECT id FROM public.jobs
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
        UPDATE public.jobs SET stage_req_0001 = stage::text::public.stage_req_0001
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (stage_req_0001 IS DISTINCT FROM stage::text::public.stage_req_0001
  AND ((stage_req_0001 IS NULL) OR stage IS DISTINCT FROM stage_req_0001::text::public.stage));
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

-- S7 migrate backfill: Fill past_req_0001 of public.jobs, batch by batch
--   note: changes-data (public.jobs) Fills fields that nobody reads yet.
--   note: needs-disk (public.jobs) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: id
DO $job$
DECLARE
  dblead_last_1 public.jobs.id%TYPE;
  dblead_upper_1 public.jobs.id%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT id INTO dblead_upper_1
    FROM (
      SELECT id FROM public.jobs
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
        UPDATE public.jobs SET past_req_0001 = past::text::public.stage_req_0001[]
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (past_req_0001 IS DISTINCT FROM past::text::public.stage_req_0001[]
  AND ((past_req_0001 IS NULL) OR past IS DISTINCT FROM past_req_0001::text::public.stage[]));
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

-- S8 contract deploy-gate: Wait for the release that no longer uses public.jobs.stage, public.jobs.past
-- waits for the release that no longer uses public.jobs.stage, public.jobs.past

-- S9 contract guard-backfill: Refuse to go on while stage_req_0001 of public.jobs is not filled to the end
--   ACCESS SHARE on public.jobs for a scan: blocks ddl
--   note: scans-object (public.jobs) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.jobs WHERE stage_req_0001 IS DISTINCT FROM stage::text::public.stage_req_0001
  AND ((stage_req_0001 IS NULL) OR stage IS DISTINCT FROM stage_req_0001::text::public.stage)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of stage_req_0001 in public.jobs is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S10 contract guard-backfill: Refuse to go on while past_req_0001 of public.jobs is not filled to the end
--   ACCESS SHARE on public.jobs for a scan: blocks ddl
--   note: scans-object (public.jobs) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.jobs WHERE past_req_0001 IS DISTINCT FROM past::text::public.stage_req_0001[]
  AND ((past_req_0001 IS NULL) OR past IS DISTINCT FROM past_req_0001::text::public.stage[])) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of past_req_0001 in public.jobs is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S11 contract analyze: Gather statistics of public.jobs: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.jobs for a scan: blocks ddl
ANALYZE public.jobs;

-- S12 contract add-check-not-valid: Hold new rows of public.jobs to: stage is never empty
--   ACCESS EXCLUSIVE on public.jobs for a moment: blocks reads-and-writes
ALTER TABLE public.jobs ADD CONSTRAINT jobs_stage_req_0001_required_req_0001 CHECK (stage_req_0001 IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.jobs DROP CONSTRAINT jobs_stage_req_0001_required_req_0001;

-- S13 contract validate-check [transaction: own]: Prove for the rows that are there: stage is never empty
--   SHARE UPDATE EXCLUSIVE on public.jobs for a scan: blocks ddl
--   note: scans-object (public.jobs) Every row is read; readers and writers go on.
ALTER TABLE public.jobs VALIDATE CONSTRAINT jobs_stage_req_0001_required_req_0001;

-- S14 contract add-check-not-valid: Hold new rows of public.jobs to: past is never empty
--   ACCESS EXCLUSIVE on public.jobs for a moment: blocks reads-and-writes
ALTER TABLE public.jobs ADD CONSTRAINT jobs_past_req_0001_required_req_0001 CHECK (past_req_0001 IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.jobs DROP CONSTRAINT jobs_past_req_0001_required_req_0001;

-- S15 contract validate-check [transaction: own]: Prove for the rows that are there: past is never empty
--   SHARE UPDATE EXCLUSIVE on public.jobs for a scan: blocks ddl
--   note: scans-object (public.jobs) Every row is read; readers and writers go on.
ALTER TABLE public.jobs VALIDATE CONSTRAINT jobs_past_req_0001_required_req_0001;

-- S16 contract cut-over: Let stage, past of public.jobs take the place of stage, past
--   ACCESS EXCLUSIVE on public.jobs for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.jobs) Code that still uses stage, past fails.
--   warning: deletes-data (public.jobs) The values of stage, past are kept only as what was made of them.
--   note: breaks-running-code (public.jobs) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_jobs_stage ON public.jobs;
DROP FUNCTION public.zz_req_0001_sync_jobs_stage();
DROP TRIGGER zz_req_0001_sync_jobs_past ON public.jobs;
DROP FUNCTION public.zz_req_0001_sync_jobs_past();
ALTER TABLE public.jobs ALTER COLUMN stage_req_0001 SET NOT NULL;
ALTER TABLE public.jobs DROP CONSTRAINT jobs_stage_req_0001_required_req_0001;
ALTER TABLE public.jobs ALTER COLUMN past_req_0001 SET NOT NULL;
ALTER TABLE public.jobs DROP CONSTRAINT jobs_past_req_0001_required_req_0001;
ALTER TABLE public.jobs DROP COLUMN stage;
ALTER TABLE public.jobs DROP COLUMN past;
ALTER TABLE public.jobs RENAME COLUMN stage_req_0001 TO stage;
ALTER TABLE public.jobs RENAME COLUMN past_req_0001 TO past;
ALTER TABLE public.jobs RENAME CONSTRAINT jobs_stage_req_0001_not_null TO jobs_stage_not_null;
ALTER TABLE public.jobs RENAME CONSTRAINT jobs_past_req_0001_not_null TO jobs_past_not_null;
ALTER TABLE public.jobs ALTER COLUMN stage SET DEFAULT 'new'::public.stage_req_0001;
ALTER TABLE public.jobs ALTER COLUMN past SET DEFAULT '{}'::public.stage_req_0001[];
--   back: ALTER TABLE public.jobs ALTER COLUMN stage DROP DEFAULT;
--   back: ALTER TABLE public.jobs ALTER COLUMN past DROP DEFAULT;
--   back: ALTER TABLE public.jobs RENAME CONSTRAINT jobs_stage_not_null TO jobs_stage_req_0001_not_null;
--   back: ALTER TABLE public.jobs RENAME CONSTRAINT jobs_past_not_null TO jobs_past_req_0001_not_null;
--   back: ALTER TABLE public.jobs RENAME COLUMN stage TO stage_req_0001;
--   back: ALTER TABLE public.jobs RENAME COLUMN past TO past_req_0001;
--   back: ALTER TABLE public.jobs ADD COLUMN stage public.stage;
--   back: ALTER TABLE public.jobs ADD COLUMN past public.stage[];
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.jobs'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.jobs', dblead_one);
--           END LOOP;
--           UPDATE public.jobs SET stage = stage_req_0001::text::public.stage, past = past_req_0001::text::public.stage[];
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.jobs', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.jobs ALTER COLUMN stage SET NOT NULL;
--   back: ALTER TABLE public.jobs ALTER COLUMN stage SET DEFAULT 'new'::public.stage;
--   back: ALTER TABLE public.jobs ALTER COLUMN past SET NOT NULL;
--   back: ALTER TABLE public.jobs ALTER COLUMN past SET DEFAULT '{}'::public.stage[];
--   back: ALTER TABLE public.jobs ADD CONSTRAINT jobs_stage_req_0001_required_req_0001 CHECK (stage_req_0001 IS NOT NULL);
--   back: ALTER TABLE public.jobs ALTER COLUMN stage_req_0001 DROP NOT NULL;
--   back: ALTER TABLE public.jobs ADD CONSTRAINT jobs_past_req_0001_required_req_0001 CHECK (past_req_0001 IS NOT NULL);
--   back: ALTER TABLE public.jobs ALTER COLUMN past_req_0001 DROP NOT NULL;
--   back: CREATE FUNCTION public.zz_req_0001_sync_jobs_stage() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.stage_req_0001 IS DISTINCT FROM NEW.stage::text::public.stage_req_0001) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.stage_req_0001 IS NOT NULL THEN
--               NEW.stage := NEW.stage_req_0001::text::public.stage;
--             ELSE
--               NEW.stage_req_0001 := NEW.stage::text::public.stage_req_0001;
--             END IF;
--           ELSIF NEW.stage_req_0001 IS DISTINCT FROM OLD.stage_req_0001 THEN
--             NEW.stage := NEW.stage_req_0001::text::public.stage;
--           ELSIF NEW.stage IS DISTINCT FROM OLD.stage THEN
--             NEW.stage_req_0001 := NEW.stage::text::public.stage_req_0001;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_jobs_stage BEFORE INSERT OR UPDATE ON public.jobs FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_jobs_stage();
--   back: CREATE FUNCTION public.zz_req_0001_sync_jobs_past() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.past_req_0001 IS DISTINCT FROM NEW.past::text::public.stage_req_0001[]) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.past_req_0001 IS NOT NULL THEN
--               NEW.past := NEW.past_req_0001::text::public.stage[];
--             ELSE
--               NEW.past_req_0001 := NEW.past::text::public.stage_req_0001[];
--             END IF;
--           ELSIF NEW.past_req_0001 IS DISTINCT FROM OLD.past_req_0001 THEN
--             NEW.past := NEW.past_req_0001::text::public.stage[];
--           ELSIF NEW.past IS DISTINCT FROM OLD.past THEN
--             NEW.past_req_0001 := NEW.past::text::public.stage_req_0001[];
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_jobs_past BEFORE INSERT OR UPDATE ON public.jobs FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_jobs_past();

-- S17 contract drop-enum: Drop type public.stage
DROP TYPE public.stage;
--   back: CREATE TYPE public.stage AS ENUM ('new', 'held', 'done');

-- S18 contract rename-enum: Let the rebuilt type take the name public.stage
ALTER TYPE public.stage_req_0001 RENAME TO stage;
--   back: ALTER TYPE public.stage RENAME TO stage_req_0001;

-- precheck conversion/public.jobs.stage: Every value of public.jobs.stage fits public.stage_req_0001
--   no-rows: SELECT id FROM public.jobs WHERE stage::text NOT IN ('new', 'done', 'held')
-- precheck conversion/public.jobs.past: Every value of public.jobs.past fits public.stage_req_0001[]
--   no-rows: SELECT id FROM public.jobs WHERE NOT (past::text[] <@ ARRAY['new', 'done', 'held']::text[])
-- carries public.jobs.stage → public.jobs.stage: forward stage::text::text, backward stage::text::public.stage
-- carries public.jobs.past → public.jobs.past: forward past::text::text[], backward past::text::public.stage[]
