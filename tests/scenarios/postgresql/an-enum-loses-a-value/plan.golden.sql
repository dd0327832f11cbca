-- S1 expand create-enum: Create type public.mood_req_0001
CREATE TYPE public.mood_req_0001 AS ENUM ('happy', 'ok', 'sad');
--   back: DROP TYPE public.mood_req_0001;

-- S2 expand add-companion: Add mood_req_0001 to public.people, empty and without a default
--   ACCESS EXCLUSIVE on public.people for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.people) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.people ADD COLUMN mood_req_0001 public.mood_req_0001;
--   back: ALTER TABLE public.people DROP COLUMN mood_req_0001;

-- S3 expand sync-trigger: Keep old and new fields of public.people equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.people for a moment: blocks writes
--   note: changes-data (public.people) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.people) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_people_mood() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.mood_req_0001 IS DISTINCT FROM NEW.mood::text::public.mood_req_0001) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.mood_req_0001 IS NOT NULL THEN
      NEW.mood := NEW.mood_req_0001::text::public.mood;
    ELSE
      NEW.mood_req_0001 := NEW.mood::text::public.mood_req_0001;
    END IF;
  ELSIF NEW.mood_req_0001 IS DISTINCT FROM OLD.mood_req_0001 THEN
    NEW.mood := NEW.mood_req_0001::text::public.mood;
  ELSIF NEW.mood IS DISTINCT FROM OLD.mood THEN
    NEW.mood_req_0001 := NEW.mood::text::public.mood_req_0001;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_people_mood BEFORE INSERT OR UPDATE ON public.people FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_people_mood();
--   back: DROP TRIGGER zz_req_0001_sync_people_mood ON public.people;
--   back: DROP FUNCTION public.zz_req_0001_sync_people_mood();

-- S4 expand add-companion: Add past_req_0001 to public.people, empty and without a default
--   ACCESS EXCLUSIVE on public.people for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.people) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.people ADD COLUMN past_req_0001 public.mood_req_0001[];
--   back: ALTER TABLE public.people DROP COLUMN past_req_0001;

-- S5 expand sync-trigger: Keep old and new fields of public.people equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.people for a moment: blocks writes
--   note: changes-data (public.people) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.people) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_people_past() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.past_req_0001 IS DISTINCT FROM NEW.past::text::public.mood_req_0001[]) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.past_req_0001 IS NOT NULL THEN
      NEW.past := NEW.past_req_0001::text::public.mood[];
    ELSE
      NEW.past_req_0001 := NEW.past::text::public.mood_req_0001[];
    END IF;
  ELSIF NEW.past_req_0001 IS DISTINCT FROM OLD.past_req_0001 THEN
    NEW.past := NEW.past_req_0001::text::public.mood[];
  ELSIF NEW.past IS DISTINCT FROM OLD.past THEN
    NEW.past_req_0001 := NEW.past::text::public.mood_req_0001[];
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_people_past BEFORE INSERT OR UPDATE ON public.people FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_people_past();
--   back: DROP TRIGGER zz_req_0001_sync_people_past ON public.people;
--   back: DROP FUNCTION public.zz_req_0001_sync_people_past();

-- S6 expand clear-invalid-index [transaction: own]: Clear away index people_by_mood_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.people_by_mood_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.people_by_mood_req_0001;
  END IF;
END
$left$;

-- S7 expand create-index-concurrently [transaction: none]: Build people_by_mood over the new fields of public.people
--   SHARE UPDATE EXCLUSIVE on public.people for a build: blocks ddl
--   note: not-transactional (public.people) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.people) Every row is read to build the index.
--   note: needs-disk (public.people) Needs room for the index.
CREATE INDEX CONCURRENTLY people_by_mood_req_0001 ON public.people USING btree (mood_req_0001);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.people_by_mood_req_0001;

-- S8 expand check-index: Index people_by_mood_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.people_by_mood_req_0001') AND indisvalid

-- S9 migrate backfill: Fill mood_req_0001 of public.people, batch by batch
--   note: changes-data (public.people) Fills fields that nobody reads yet.
--   note: needs-disk (public.people) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: id
DO $job$
DECLARE
  dblead_last_1 public.people.id%TYPE;
  dblead_upper_1 public.people.id%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT id INTO dblead_upper_1
    FROM (
      SELECT id FROM public.people
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
        UPDATE public.people SET mood_req_0001 = mood::text::public.mood_req_0001
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (mood_req_0001 IS DISTINCT FROM mood::text::public.mood_req_0001
  AND ((mood_req_0001 IS NULL) OR mood IS DISTINCT FROM mood_req_0001::text::public.mood));
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

-- S10 migrate backfill: Fill past_req_0001 of public.people, batch by batch
--   note: changes-data (public.people) Fills fields that nobody reads yet.
--   note: needs-disk (public.people) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: id
DO $job$
DECLARE
  dblead_last_1 public.people.id%TYPE;
  dblead_upper_1 public.people.id%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT id INTO dblead_upper_1
    FROM (
      SELECT id FROM public.people
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
        UPDATE public.people SET past_req_0001 = past::text::public.mood_req_0001[]
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (past_req_0001 IS DISTINCT FROM past::text::public.mood_req_0001[]
  AND ((past_req_0001 IS NULL) OR past IS DISTINCT FROM past_req_0001::text::public.mood[]));
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

-- S11 contract deploy-gate: Wait for the release that no longer uses public.people.mood, public.people.past
-- waits for the release that no longer uses public.people.mood, public.people.past

-- S12 contract guard-backfill: Refuse to go on while mood_req_0001 of public.people is not filled to the end
--   ACCESS SHARE on public.people for a scan: blocks ddl
--   note: scans-object (public.people) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.people WHERE mood_req_0001 IS DISTINCT FROM mood::text::public.mood_req_0001
  AND ((mood_req_0001 IS NULL) OR mood IS DISTINCT FROM mood_req_0001::text::public.mood)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of mood_req_0001 in public.people is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S13 contract guard-backfill: Refuse to go on while past_req_0001 of public.people is not filled to the end
--   ACCESS SHARE on public.people for a scan: blocks ddl
--   note: scans-object (public.people) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.people WHERE past_req_0001 IS DISTINCT FROM past::text::public.mood_req_0001[]
  AND ((past_req_0001 IS NULL) OR past IS DISTINCT FROM past_req_0001::text::public.mood[])) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of past_req_0001 in public.people is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S14 contract analyze: Gather statistics of public.people: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.people for a scan: blocks ddl
ANALYZE public.people;

-- S15 contract add-check-not-valid: Hold new rows of public.people to: mood is never empty
--   ACCESS EXCLUSIVE on public.people for a moment: blocks reads-and-writes
ALTER TABLE public.people ADD CONSTRAINT people_mood_req_0001_required_req_0001 CHECK (mood_req_0001 IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.people DROP CONSTRAINT people_mood_req_0001_required_req_0001;

-- S16 contract validate-check [transaction: own]: Prove for the rows that are there: mood is never empty
--   SHARE UPDATE EXCLUSIVE on public.people for a scan: blocks ddl
--   note: scans-object (public.people) Every row is read; readers and writers go on.
ALTER TABLE public.people VALIDATE CONSTRAINT people_mood_req_0001_required_req_0001;

-- S17 contract take-dependents-away: Take away for a moment: view public.moods
--   ACCESS EXCLUSIVE on public.moods for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.moods) Rests on what changes: gone until the last step of this transaction puts it back.
DROP VIEW public.moods;
--   back: CREATE VIEW public.moods AS
--         SELECT id,
--             mood
--            FROM public.people;

-- S18 contract cut-over: Let mood, past of public.people take the place of mood, past
--   ACCESS EXCLUSIVE on public.people for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.people) Code that still uses mood, past fails.
--   warning: deletes-data (public.people) The values of mood, past are kept only as what was made of them.
--   note: breaks-running-code (public.people) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_people_mood ON public.people;
DROP FUNCTION public.zz_req_0001_sync_people_mood();
DROP TRIGGER zz_req_0001_sync_people_past ON public.people;
DROP FUNCTION public.zz_req_0001_sync_people_past();
ALTER TABLE public.people ALTER COLUMN mood_req_0001 SET NOT NULL;
ALTER TABLE public.people DROP CONSTRAINT people_mood_req_0001_required_req_0001;
ALTER TABLE public.people DROP COLUMN mood;
ALTER TABLE public.people DROP COLUMN past;
ALTER TABLE public.people RENAME COLUMN mood_req_0001 TO mood;
ALTER TABLE public.people RENAME COLUMN past_req_0001 TO past;
ALTER TABLE public.people RENAME CONSTRAINT people_mood_req_0001_not_null TO people_mood_not_null;
ALTER INDEX public.people_by_mood_req_0001 RENAME TO people_by_mood;
ALTER TABLE public.people ALTER COLUMN mood SET DEFAULT 'ok'::public.mood_req_0001;
--   back: ALTER TABLE public.people ALTER COLUMN mood DROP DEFAULT;
--   back: ALTER INDEX public.people_by_mood RENAME TO people_by_mood_req_0001;
--   back: ALTER TABLE public.people RENAME CONSTRAINT people_mood_not_null TO people_mood_req_0001_not_null;
--   back: ALTER TABLE public.people RENAME COLUMN mood TO mood_req_0001;
--   back: ALTER TABLE public.people RENAME COLUMN past TO past_req_0001;
--   back: ALTER TABLE public.people ADD COLUMN mood public.mood;
--   back: ALTER TABLE public.people ADD COLUMN past public.mood[];
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.people'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.people', dblead_one);
--           END LOOP;
--           UPDATE public.people SET mood = mood_req_0001::text::public.mood, past = past_req_0001::text::public.mood[];
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.people', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.people ALTER COLUMN mood SET NOT NULL;
--   back: ALTER TABLE public.people ALTER COLUMN mood SET DEFAULT 'ok'::public.mood;
--   back: CREATE INDEX people_by_mood ON public.people USING btree (mood);
--   back: ALTER TABLE public.people ADD CONSTRAINT people_mood_req_0001_required_req_0001 CHECK (mood_req_0001 IS NOT NULL);
--   back: ALTER TABLE public.people ALTER COLUMN mood_req_0001 DROP NOT NULL;
--   back: CREATE FUNCTION public.zz_req_0001_sync_people_mood() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.mood_req_0001 IS DISTINCT FROM NEW.mood::text::public.mood_req_0001) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.mood_req_0001 IS NOT NULL THEN
--               NEW.mood := NEW.mood_req_0001::text::public.mood;
--             ELSE
--               NEW.mood_req_0001 := NEW.mood::text::public.mood_req_0001;
--             END IF;
--           ELSIF NEW.mood_req_0001 IS DISTINCT FROM OLD.mood_req_0001 THEN
--             NEW.mood := NEW.mood_req_0001::text::public.mood;
--           ELSIF NEW.mood IS DISTINCT FROM OLD.mood THEN
--             NEW.mood_req_0001 := NEW.mood::text::public.mood_req_0001;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_people_mood BEFORE INSERT OR UPDATE ON public.people FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_people_mood();
--   back: CREATE FUNCTION public.zz_req_0001_sync_people_past() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.past_req_0001 IS DISTINCT FROM NEW.past::text::public.mood_req_0001[]) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.past_req_0001 IS NOT NULL THEN
--               NEW.past := NEW.past_req_0001::text::public.mood[];
--             ELSE
--               NEW.past_req_0001 := NEW.past::text::public.mood_req_0001[];
--             END IF;
--           ELSIF NEW.past_req_0001 IS DISTINCT FROM OLD.past_req_0001 THEN
--             NEW.past := NEW.past_req_0001::text::public.mood[];
--           ELSIF NEW.past IS DISTINCT FROM OLD.past THEN
--             NEW.past_req_0001 := NEW.past::text::public.mood_req_0001[];
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_people_past BEFORE INSERT OR UPDATE ON public.people FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_people_past();

-- S19 contract put-dependents-back: Put in place: view public.moods
CREATE VIEW public.moods AS
SELECT id,
    mood
   FROM public.people;
--   back: DROP VIEW public.moods;

-- S20 contract drop-enum: Drop type public.mood
DROP TYPE public.mood;
--   back: CREATE TYPE public.mood AS ENUM ('sad', 'ok', 'happy', 'none');

-- S21 contract rename-enum: Let the rebuilt type take the name public.mood
ALTER TYPE public.mood_req_0001 RENAME TO mood;
--   back: ALTER TYPE public.mood RENAME TO mood_req_0001;

-- precheck conversion/public.people.mood: Every value of public.people.mood fits public.mood_req_0001
--   no-rows: SELECT id FROM public.people WHERE mood::text NOT IN ('happy', 'ok', 'sad')
-- precheck conversion/public.people.past: Every value of public.people.past fits public.mood_req_0001[]
--   no-rows: SELECT id FROM public.people WHERE NOT (past::text[] <@ ARRAY['happy', 'ok', 'sad']::text[])
-- carries public.people.mood → public.people.mood: forward mood::text::text, backward mood::text::public.mood
-- carries public.people.past → public.people.past: forward past::text::text[], backward past::text::public.mood[]
