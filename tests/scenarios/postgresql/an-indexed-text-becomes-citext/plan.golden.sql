-- S1 expand add-companion: Add mail_req_0001 to public.people, empty and without a default
--   ACCESS EXCLUSIVE on public.people for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.people) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.people ADD COLUMN mail_req_0001 public.citext;
--   back: ALTER TABLE public.people DROP COLUMN mail_req_0001;

-- S2 expand sync-trigger: Keep old and new fields of public.people equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.people for a moment: blocks writes
--   note: changes-data (public.people) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.people) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_people_mail() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT ((NEW.mail_req_0001)::text IS DISTINCT FROM (NEW.mail::public.citext)::text) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.mail_req_0001 IS NOT NULL THEN
      NEW.mail := NEW.mail_req_0001::text;
    ELSE
      NEW.mail_req_0001 := NEW.mail::public.citext;
    END IF;
  ELSIF (NEW.mail_req_0001)::text IS DISTINCT FROM (OLD.mail_req_0001)::text THEN
    NEW.mail := NEW.mail_req_0001::text;
  ELSIF NEW.mail IS DISTINCT FROM OLD.mail THEN
    NEW.mail_req_0001 := NEW.mail::public.citext;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_people_mail BEFORE INSERT OR UPDATE ON public.people FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_people_mail();
--   back: DROP TRIGGER zz_req_0001_sync_people_mail ON public.people;
--   back: DROP FUNCTION public.zz_req_0001_sync_people_mail();

-- S3 expand clear-invalid-index [transaction: own]: Clear away index people_by_mail_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.people_by_mail_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.people_by_mail_req_0001;
  END IF;
END
$left$;

-- S4 expand create-index-concurrently [transaction: none]: Build people_by_mail over the new fields of public.people
--   SHARE UPDATE EXCLUSIVE on public.people for a build: blocks ddl
--   note: not-transactional (public.people) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.people) Every row is read to build the index.
--   note: needs-disk (public.people) Needs room for the index.
CREATE INDEX CONCURRENTLY people_by_mail_req_0001 ON public.people USING btree (mail_req_0001);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.people_by_mail_req_0001;

-- S5 expand check-index: Index people_by_mail_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.people_by_mail_req_0001') AND indisvalid

-- S6 migrate backfill: Fill mail_req_0001 of public.people, batch by batch
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
        UPDATE public.people SET mail_req_0001 = mail::public.citext
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND ((mail_req_0001)::text IS DISTINCT FROM (mail::public.citext)::text
  AND ((mail_req_0001 IS NULL) OR mail IS DISTINCT FROM mail_req_0001::text));
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

-- S7 contract deploy-gate: Wait for the release that no longer uses public.people.mail
-- waits for the release that no longer uses public.people.mail

-- S8 contract guard-backfill: Refuse to go on while mail_req_0001 of public.people is not filled to the end
--   ACCESS SHARE on public.people for a scan: blocks ddl
--   note: scans-object (public.people) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.people WHERE (mail_req_0001)::text IS DISTINCT FROM (mail::public.citext)::text
  AND ((mail_req_0001 IS NULL) OR mail IS DISTINCT FROM mail_req_0001::text)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of mail_req_0001 in public.people is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S9 contract analyze: Gather statistics of public.people: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.people for a scan: blocks ddl
ANALYZE public.people;

-- S10 contract add-check-not-valid: Hold new rows of public.people to: mail is never empty
--   ACCESS EXCLUSIVE on public.people for a moment: blocks reads-and-writes
ALTER TABLE public.people ADD CONSTRAINT people_mail_req_0001_required_req_0001 CHECK (mail_req_0001 IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.people DROP CONSTRAINT people_mail_req_0001_required_req_0001;

-- S11 contract validate-check [transaction: own]: Prove for the rows that are there: mail is never empty
--   SHARE UPDATE EXCLUSIVE on public.people for a scan: blocks ddl
--   note: scans-object (public.people) Every row is read; readers and writers go on.
ALTER TABLE public.people VALIDATE CONSTRAINT people_mail_req_0001_required_req_0001;

-- S12 contract cut-over: Let mail of public.people take the place of mail
--   ACCESS EXCLUSIVE on public.people for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.people) Code that still uses mail fails.
--   warning: deletes-data (public.people) The values of mail are kept only as what was made of them.
--   note: breaks-running-code (public.people) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_people_mail ON public.people;
DROP FUNCTION public.zz_req_0001_sync_people_mail();
ALTER TABLE public.people ALTER COLUMN mail_req_0001 SET NOT NULL;
ALTER TABLE public.people DROP CONSTRAINT people_mail_req_0001_required_req_0001;
ALTER TABLE public.people DROP COLUMN mail;
ALTER TABLE public.people RENAME COLUMN mail_req_0001 TO mail;
ALTER TABLE public.people RENAME CONSTRAINT people_mail_req_0001_not_null TO people_mail_not_null;
ALTER INDEX public.people_by_mail_req_0001 RENAME TO people_by_mail;
--   back: ALTER INDEX public.people_by_mail RENAME TO people_by_mail_req_0001;
--   back: ALTER TABLE public.people RENAME CONSTRAINT people_mail_not_null TO people_mail_req_0001_not_null;
--   back: ALTER TABLE public.people RENAME COLUMN mail TO mail_req_0001;
--   back: ALTER TABLE public.people ADD COLUMN mail text;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.people'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.people', dblead_one);
--           END LOOP;
--           UPDATE public.people SET mail = mail_req_0001::text;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.people', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.people ALTER COLUMN mail SET NOT NULL;
--   back: CREATE INDEX people_by_mail ON public.people USING btree (mail);
--   back: ALTER TABLE public.people ADD CONSTRAINT people_mail_req_0001_required_req_0001 CHECK (mail_req_0001 IS NOT NULL);
--   back: ALTER TABLE public.people ALTER COLUMN mail_req_0001 DROP NOT NULL;
--   back: CREATE FUNCTION public.zz_req_0001_sync_people_mail() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT ((NEW.mail_req_0001)::text IS DISTINCT FROM (NEW.mail::public.citext)::text) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.mail_req_0001 IS NOT NULL THEN
--               NEW.mail := NEW.mail_req_0001::text;
--             ELSE
--               NEW.mail_req_0001 := NEW.mail::public.citext;
--             END IF;
--           ELSIF (NEW.mail_req_0001)::text IS DISTINCT FROM (OLD.mail_req_0001)::text THEN
--             NEW.mail := NEW.mail_req_0001::text;
--           ELSIF NEW.mail IS DISTINCT FROM OLD.mail THEN
--             NEW.mail_req_0001 := NEW.mail::public.citext;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_people_mail BEFORE INSERT OR UPDATE ON public.people FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_people_mail();

-- precheck conversion/public.people.mail: Every value of public.people.mail fits public.citext
--   no-rows: SELECT id FROM public.people WHERE NOT pg_input_is_valid(mail::text, 'public.citext')
-- carries public.people.mail → public.people.mail: forward mail::public.citext, backward mail::text
