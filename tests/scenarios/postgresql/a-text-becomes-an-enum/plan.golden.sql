-- S1 expand create-enum: Create type public.mood
CREATE TYPE public.mood AS ENUM ('bad', 'good');
--   back: DROP TYPE public.mood;

-- S2 expand add-companion: Add mood_req_0001 to public.people, empty and without a default
--   ACCESS EXCLUSIVE on public.people for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.people) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.people ADD COLUMN mood_req_0001 public.mood;
--   back: ALTER TABLE public.people DROP COLUMN mood_req_0001;

-- S3 expand sync-trigger: Keep old and new fields of public.people equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.people for a moment: blocks writes
--   note: changes-data (public.people) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.people) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_people_mood() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.mood_req_0001 IS DISTINCT FROM NEW.mood::public.mood) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.mood_req_0001 IS NOT NULL THEN
      NEW.mood := NEW.mood_req_0001::text;
    ELSE
      NEW.mood_req_0001 := NEW.mood::public.mood;
    END IF;
  ELSIF NEW.mood_req_0001 IS DISTINCT FROM OLD.mood_req_0001 THEN
    NEW.mood := NEW.mood_req_0001::text;
  ELSIF NEW.mood IS DISTINCT FROM OLD.mood THEN
    NEW.mood_req_0001 := NEW.mood::public.mood;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_people_mood BEFORE INSERT OR UPDATE ON public.people FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_people_mood();
--   back: DROP TRIGGER zz_req_0001_sync_people_mood ON public.people;
--   back: DROP FUNCTION public.zz_req_0001_sync_people_mood();

-- S4 migrate backfill: Fill mood_req_0001 of public.people, batch by batch
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
        UPDATE public.people SET mood_req_0001 = mood::public.mood
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (mood_req_0001 IS DISTINCT FROM mood::public.mood
  AND ((mood_req_0001 IS NULL) OR mood IS DISTINCT FROM mood_req_0001::text));
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

-- S5 contract deploy-gate: Wait for the release that no longer uses public.people.mood
-- waits for the release that no longer uses public.people.mood

-- S6 contract guard-backfill: Refuse to go on while mood_req_0001 of public.people is not filled to the end
--   ACCESS SHARE on public.people for a scan: blocks ddl
--   note: scans-object (public.people) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.people WHERE mood_req_0001 IS DISTINCT FROM mood::public.mood
  AND ((mood_req_0001 IS NULL) OR mood IS DISTINCT FROM mood_req_0001::text)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of mood_req_0001 in public.people is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S7 contract analyze: Gather statistics of public.people: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.people for a scan: blocks ddl
ANALYZE public.people;

-- S8 contract add-check-not-valid: Hold new rows of public.people to: mood is never empty
--   ACCESS EXCLUSIVE on public.people for a moment: blocks reads-and-writes
ALTER TABLE public.people ADD CONSTRAINT people_mood_req_0001_required_req_0001 CHECK (mood_req_0001 IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.people DROP CONSTRAINT people_mood_req_0001_required_req_0001;

-- S9 contract validate-check [transaction: own]: Prove for the rows that are there: mood is never empty
--   SHARE UPDATE EXCLUSIVE on public.people for a scan: blocks ddl
--   note: scans-object (public.people) Every row is read; readers and writers go on.
ALTER TABLE public.people VALIDATE CONSTRAINT people_mood_req_0001_required_req_0001;

-- S10 contract cut-over: Let mood of public.people take the place of mood
--   ACCESS EXCLUSIVE on public.people for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.people) Code that still uses mood fails.
--   warning: deletes-data (public.people) The values of mood are kept only as what was made of them.
--   note: breaks-running-code (public.people) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_people_mood ON public.people;
DROP FUNCTION public.zz_req_0001_sync_people_mood();
ALTER TABLE public.people ALTER COLUMN mood_req_0001 SET NOT NULL;
ALTER TABLE public.people DROP CONSTRAINT people_mood_req_0001_required_req_0001;
ALTER TABLE public.people DROP COLUMN mood;
ALTER TABLE public.people RENAME COLUMN mood_req_0001 TO mood;
ALTER TABLE public.people RENAME CONSTRAINT people_mood_req_0001_not_null TO people_mood_not_null;
--   back: ALTER TABLE public.people RENAME CONSTRAINT people_mood_not_null TO people_mood_req_0001_not_null;
--   back: ALTER TABLE public.people RENAME COLUMN mood TO mood_req_0001;
--   back: ALTER TABLE public.people ADD COLUMN mood text;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.people'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.people', dblead_one);
--           END LOOP;
--           UPDATE public.people SET mood = mood_req_0001::text;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.people', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.people ALTER COLUMN mood SET NOT NULL;
--   back: ALTER TABLE public.people ADD CONSTRAINT people_mood_req_0001_required_req_0001 CHECK (mood_req_0001 IS NOT NULL);
--   back: ALTER TABLE public.people ALTER COLUMN mood_req_0001 DROP NOT NULL;
--   back: CREATE FUNCTION public.zz_req_0001_sync_people_mood() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.mood_req_0001 IS DISTINCT FROM NEW.mood::public.mood) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.mood_req_0001 IS NOT NULL THEN
--               NEW.mood := NEW.mood_req_0001::text;
--             ELSE
--               NEW.mood_req_0001 := NEW.mood::public.mood;
--             END IF;
--           ELSIF NEW.mood_req_0001 IS DISTINCT FROM OLD.mood_req_0001 THEN
--             NEW.mood := NEW.mood_req_0001::text;
--           ELSIF NEW.mood IS DISTINCT FROM OLD.mood THEN
--             NEW.mood_req_0001 := NEW.mood::public.mood;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_people_mood BEFORE INSERT OR UPDATE ON public.people FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_people_mood();

-- precheck conversion/public.people.mood: Every value of public.people.mood fits public.mood
--   no-rows: SELECT id FROM public.people WHERE mood::text NOT IN ('bad', 'good')
-- carries public.people.mood → public.people.mood: forward mood::text, backward mood::text
