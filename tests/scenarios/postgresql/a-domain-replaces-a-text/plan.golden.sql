-- S1 expand create-domain: Create domain public.mail_address
CREATE DOMAIN public.mail_address AS text CONSTRAINT mail_address_check CHECK ((VALUE ~ '^[^@]+@[^@]+$'::text));
--   back: DROP DOMAIN public.mail_address;

-- S2 expand add-companion: Add mail_req_0001 to public.contacts, empty and without a default
--   ACCESS EXCLUSIVE on public.contacts for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.contacts) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.contacts ADD COLUMN mail_req_0001 public.mail_address;
--   back: ALTER TABLE public.contacts DROP COLUMN mail_req_0001;

-- S3 expand sync-trigger: Keep old and new fields of public.contacts equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.contacts for a moment: blocks writes
--   note: changes-data (public.contacts) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.contacts) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_contacts_mail() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.mail_req_0001 IS DISTINCT FROM NEW.mail::public.mail_address) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.mail_req_0001 IS NOT NULL THEN
      NEW.mail := NEW.mail_req_0001::text;
    ELSE
      NEW.mail_req_0001 := NEW.mail::public.mail_address;
    END IF;
  ELSIF NEW.mail_req_0001 IS DISTINCT FROM OLD.mail_req_0001 THEN
    NEW.mail := NEW.mail_req_0001::text;
  ELSIF NEW.mail IS DISTINCT FROM OLD.mail THEN
    NEW.mail_req_0001 := NEW.mail::public.mail_address;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_contacts_mail BEFORE INSERT OR UPDATE ON public.contacts FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_contacts_mail();
--   back: DROP TRIGGER zz_req_0001_sync_contacts_mail ON public.contacts;
--   back: DROP FUNCTION public.zz_req_0001_sync_contacts_mail();

-- S4 expand clear-invalid-index [transaction: own]: Clear away index contacts_mail_key_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.contacts_mail_key_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.contacts_mail_key_req_0001;
  END IF;
END
$left$;

-- S5 expand create-index-concurrently [transaction: none]: Build contacts_mail_key over the new fields of public.contacts
--   SHARE UPDATE EXCLUSIVE on public.contacts for a build: blocks ddl
--   note: not-transactional (public.contacts) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.contacts) Every row is read to build the index.
--   note: needs-disk (public.contacts) Needs room for the index.
CREATE UNIQUE INDEX CONCURRENTLY contacts_mail_key_req_0001 ON public.contacts (mail_req_0001);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.contacts_mail_key_req_0001;

-- S6 expand check-index: Index contacts_mail_key_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.contacts_mail_key_req_0001') AND indisvalid

-- S7 migrate backfill: Fill mail_req_0001 of public.contacts, batch by batch
--   note: changes-data (public.contacts) Fills fields that nobody reads yet.
--   note: needs-disk (public.contacts) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: id
DO $job$
DECLARE
  dblead_last_1 public.contacts.id%TYPE;
  dblead_upper_1 public.contacts.id%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT id INTO dblead_upper_1
    FROM (
      SELECT id FROM public.contacts
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
        UPDATE public.contacts SET mail_req_0001 = mail::public.mail_address
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (mail_req_0001 IS DISTINCT FROM mail::public.mail_address
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

-- S8 contract deploy-gate: Wait for the release that no longer uses public.contacts.mail
-- waits for the release that no longer uses public.contacts.mail

-- S9 contract guard-backfill: Refuse to go on while mail_req_0001 of public.contacts is not filled to the end
--   ACCESS SHARE on public.contacts for a scan: blocks ddl
--   note: scans-object (public.contacts) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.contacts WHERE mail_req_0001 IS DISTINCT FROM mail::public.mail_address
  AND ((mail_req_0001 IS NULL) OR mail IS DISTINCT FROM mail_req_0001::text)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of mail_req_0001 in public.contacts is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S10 contract analyze: Gather statistics of public.contacts: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.contacts for a scan: blocks ddl
ANALYZE public.contacts;

-- S11 contract add-check-not-valid: Hold new rows of public.contacts to: mail is never empty
--   ACCESS EXCLUSIVE on public.contacts for a moment: blocks reads-and-writes
ALTER TABLE public.contacts ADD CONSTRAINT contacts_mail_req_0001_required_req_0001 CHECK (mail_req_0001 IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.contacts DROP CONSTRAINT contacts_mail_req_0001_required_req_0001;

-- S12 contract validate-check [transaction: own]: Prove for the rows that are there: mail is never empty
--   SHARE UPDATE EXCLUSIVE on public.contacts for a scan: blocks ddl
--   note: scans-object (public.contacts) Every row is read; readers and writers go on.
ALTER TABLE public.contacts VALIDATE CONSTRAINT contacts_mail_req_0001_required_req_0001;

-- S13 contract cut-over: Let mail of public.contacts take the place of mail
--   ACCESS EXCLUSIVE on public.contacts for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.contacts) Code that still uses mail fails.
--   warning: deletes-data (public.contacts) The values of mail are kept only as what was made of them.
--   note: breaks-running-code (public.contacts) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_contacts_mail ON public.contacts;
DROP FUNCTION public.zz_req_0001_sync_contacts_mail();
ALTER TABLE public.contacts ALTER COLUMN mail_req_0001 SET NOT NULL;
ALTER TABLE public.contacts DROP CONSTRAINT contacts_mail_req_0001_required_req_0001;
ALTER TABLE public.contacts DROP COLUMN mail;
ALTER TABLE public.contacts RENAME COLUMN mail_req_0001 TO mail;
ALTER TABLE public.contacts RENAME CONSTRAINT contacts_mail_req_0001_not_null TO contacts_mail_not_null;
ALTER TABLE public.contacts ADD CONSTRAINT contacts_mail_key UNIQUE USING INDEX contacts_mail_key_req_0001;
--   back: ALTER TABLE public.contacts DROP CONSTRAINT contacts_mail_key;
--   back: CREATE UNIQUE INDEX contacts_mail_key_req_0001 ON public.contacts (mail);
--   back: ALTER TABLE public.contacts RENAME CONSTRAINT contacts_mail_not_null TO contacts_mail_req_0001_not_null;
--   back: ALTER TABLE public.contacts RENAME COLUMN mail TO mail_req_0001;
--   back: ALTER TABLE public.contacts ADD COLUMN mail text;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.contacts'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.contacts', dblead_one);
--           END LOOP;
--           UPDATE public.contacts SET mail = mail_req_0001::text;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.contacts', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.contacts ALTER COLUMN mail SET NOT NULL;
--   back: ALTER TABLE public.contacts ADD CONSTRAINT contacts_mail_key UNIQUE (mail);
--   back: ALTER TABLE public.contacts ADD CONSTRAINT contacts_mail_req_0001_required_req_0001 CHECK (mail_req_0001 IS NOT NULL);
--   back: ALTER TABLE public.contacts ALTER COLUMN mail_req_0001 DROP NOT NULL;
--   back: CREATE FUNCTION public.zz_req_0001_sync_contacts_mail() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.mail_req_0001 IS DISTINCT FROM NEW.mail::public.mail_address) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.mail_req_0001 IS NOT NULL THEN
--               NEW.mail := NEW.mail_req_0001::text;
--             ELSE
--               NEW.mail_req_0001 := NEW.mail::public.mail_address;
--             END IF;
--           ELSIF NEW.mail_req_0001 IS DISTINCT FROM OLD.mail_req_0001 THEN
--             NEW.mail := NEW.mail_req_0001::text;
--           ELSIF NEW.mail IS DISTINCT FROM OLD.mail THEN
--             NEW.mail_req_0001 := NEW.mail::public.mail_address;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_contacts_mail BEFORE INSERT OR UPDATE ON public.contacts FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_contacts_mail();

-- precheck conversion/public.contacts.mail: Every value of public.contacts.mail fits public.mail_address
--   no-rows: SELECT id FROM public.contacts WHERE NOT (((mail::text) ~ '^[^@]+@[^@]+$'::text))
-- carries public.contacts.mail → public.contacts.mail: forward mail::text, backward mail::text
