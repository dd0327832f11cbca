-- S1 expand add-companion: Add day_req_0001 to public.admissions, empty and without a default
--   ACCESS EXCLUSIVE on public.admissions for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.admissions) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.admissions ADD COLUMN day_req_0001 date;
--   back: ALTER TABLE public.admissions DROP COLUMN day_req_0001;

-- S2 expand sync-trigger: Keep old and new fields of public.admissions equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.admissions for a moment: blocks writes
--   note: changes-data (public.admissions) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.admissions) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_admissions_day() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.day_req_0001 IS DISTINCT FROM NEW.day::date) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.day_req_0001 IS NOT NULL THEN
      NEW.day := NEW.day_req_0001::text;
    ELSE
      NEW.day_req_0001 := NEW.day::date;
    END IF;
  ELSIF NEW.day_req_0001 IS DISTINCT FROM OLD.day_req_0001 THEN
    NEW.day := NEW.day_req_0001::text;
  ELSIF NEW.day IS DISTINCT FROM OLD.day THEN
    NEW.day_req_0001 := NEW.day::date;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_admissions_day BEFORE INSERT OR UPDATE ON public.admissions FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_admissions_day();
--   back: DROP TRIGGER zz_req_0001_sync_admissions_day ON public.admissions;
--   back: DROP FUNCTION public.zz_req_0001_sync_admissions_day();

-- S3 expand clear-invalid-index [transaction: own]: Clear away index admissions_by_day_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.admissions_by_day_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.admissions_by_day_req_0001;
  END IF;
END
$left$;

-- S4 expand create-index-concurrently [transaction: none]: Build admissions_by_day over the new fields of public.admissions
--   SHARE UPDATE EXCLUSIVE on public.admissions for a build: blocks ddl
--   note: not-transactional (public.admissions) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.admissions) Every row is read to build the index.
--   note: needs-disk (public.admissions) Needs room for the index.
CREATE INDEX CONCURRENTLY admissions_by_day_req_0001 ON public.admissions USING btree (day_req_0001 DESC, id);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.admissions_by_day_req_0001;

-- S5 expand check-index: Index admissions_by_day_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.admissions_by_day_req_0001') AND indisvalid

-- S6 migrate backfill: Fill day_req_0001 of public.admissions, batch by batch
--   note: changes-data (public.admissions) Fills fields that nobody reads yet.
--   note: needs-disk (public.admissions) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: id
DO $job$
DECLARE
  dblead_last_1 public.admissions.id%TYPE;
  dblead_upper_1 public.admissions.id%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT id INTO dblead_upper_1
    FROM (
      SELECT id FROM public.admissions
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
        UPDATE public.admissions SET day_req_0001 = day::date
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (day_req_0001 IS DISTINCT FROM day::date
  AND ((day_req_0001 IS NULL) OR day IS DISTINCT FROM day_req_0001::text));
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

-- S7 contract deploy-gate: Wait for the release that no longer uses public.admissions.day
-- waits for the release that no longer uses public.admissions.day

-- S8 contract guard-backfill: Refuse to go on while day_req_0001 of public.admissions is not filled to the end
--   ACCESS SHARE on public.admissions for a scan: blocks ddl
--   note: scans-object (public.admissions) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.admissions WHERE day_req_0001 IS DISTINCT FROM day::date
  AND ((day_req_0001 IS NULL) OR day IS DISTINCT FROM day_req_0001::text)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of day_req_0001 in public.admissions is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S9 contract analyze: Gather statistics of public.admissions: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.admissions for a scan: blocks ddl
ANALYZE public.admissions;

-- S10 contract add-check-not-valid: Hold new rows of public.admissions to: admissions_day_check
--   ACCESS EXCLUSIVE on public.admissions for a moment: blocks reads-and-writes
ALTER TABLE public.admissions ADD CONSTRAINT admissions_day_check_req_0001 CHECK ((day_req_0001 > '2000-01-01'::date)) NOT VALID;
--   back: ALTER TABLE public.admissions DROP CONSTRAINT admissions_day_check_req_0001;

-- S11 contract validate-check [transaction: own]: Prove for the rows that are there: admissions_day_check
--   SHARE UPDATE EXCLUSIVE on public.admissions for a scan: blocks ddl
--   note: scans-object (public.admissions) Every row is read; readers and writers go on.
ALTER TABLE public.admissions VALIDATE CONSTRAINT admissions_day_check_req_0001;

-- S12 contract add-check-not-valid: Hold new rows of public.admissions to: day is never empty
--   ACCESS EXCLUSIVE on public.admissions for a moment: blocks reads-and-writes
ALTER TABLE public.admissions ADD CONSTRAINT admissions_day_req_0001_required_req_0001 CHECK (day_req_0001 IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.admissions DROP CONSTRAINT admissions_day_req_0001_required_req_0001;

-- S13 contract validate-check [transaction: own]: Prove for the rows that are there: day is never empty
--   SHARE UPDATE EXCLUSIVE on public.admissions for a scan: blocks ddl
--   note: scans-object (public.admissions) Every row is read; readers and writers go on.
ALTER TABLE public.admissions VALIDATE CONSTRAINT admissions_day_req_0001_required_req_0001;

-- S14 contract cut-over: Let day of public.admissions take the place of day
--   ACCESS EXCLUSIVE on public.admissions for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.admissions) Code that still uses day fails.
--   warning: deletes-data (public.admissions) The values of day are kept only as what was made of them.
--   note: breaks-running-code (public.admissions) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_admissions_day ON public.admissions;
DROP FUNCTION public.zz_req_0001_sync_admissions_day();
ALTER TABLE public.admissions ALTER COLUMN day_req_0001 SET NOT NULL;
ALTER TABLE public.admissions DROP CONSTRAINT admissions_day_req_0001_required_req_0001;
ALTER TABLE public.admissions DROP COLUMN day;
ALTER TABLE public.admissions RENAME COLUMN day_req_0001 TO day;
ALTER TABLE public.admissions RENAME CONSTRAINT admissions_day_req_0001_not_null TO admissions_day_not_null;
ALTER TABLE public.admissions RENAME CONSTRAINT admissions_day_check_req_0001 TO admissions_day_check;
ALTER INDEX public.admissions_by_day_req_0001 RENAME TO admissions_by_day;
--   back: ALTER INDEX public.admissions_by_day RENAME TO admissions_by_day_req_0001;
--   back: ALTER TABLE public.admissions RENAME CONSTRAINT admissions_day_check TO admissions_day_check_req_0001;
--   back: ALTER TABLE public.admissions RENAME CONSTRAINT admissions_day_not_null TO admissions_day_req_0001_not_null;
--   back: ALTER TABLE public.admissions RENAME COLUMN day TO day_req_0001;
--   back: ALTER TABLE public.admissions ADD COLUMN day text;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.admissions'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.admissions', dblead_one);
--           END LOOP;
--           UPDATE public.admissions SET day = day_req_0001::text;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.admissions', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.admissions ALTER COLUMN day SET NOT NULL;
--   back: ALTER TABLE public.admissions ADD CONSTRAINT admissions_day_check CHECK ((day ~ '^\d{4}-\d\d-\d\d$'::text));
--   back: CREATE INDEX admissions_by_day ON public.admissions USING btree (day DESC, id);
--   back: ALTER TABLE public.admissions ADD CONSTRAINT admissions_day_req_0001_required_req_0001 CHECK (day_req_0001 IS NOT NULL);
--   back: ALTER TABLE public.admissions ALTER COLUMN day_req_0001 DROP NOT NULL;
--   back: CREATE FUNCTION public.zz_req_0001_sync_admissions_day() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.day_req_0001 IS DISTINCT FROM NEW.day::date) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.day_req_0001 IS NOT NULL THEN
--               NEW.day := NEW.day_req_0001::text;
--             ELSE
--               NEW.day_req_0001 := NEW.day::date;
--             END IF;
--           ELSIF NEW.day_req_0001 IS DISTINCT FROM OLD.day_req_0001 THEN
--             NEW.day := NEW.day_req_0001::text;
--           ELSIF NEW.day IS DISTINCT FROM OLD.day THEN
--             NEW.day_req_0001 := NEW.day::date;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_admissions_day BEFORE INSERT OR UPDATE ON public.admissions FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_admissions_day();

-- precheck conversion/public.admissions.day: Every value of public.admissions.day fits date
--   no-rows: SELECT id FROM public.admissions WHERE NOT pg_input_is_valid(day::text, 'date')
-- carries public.admissions.day → public.admissions.day: forward day::date, backward day::text
