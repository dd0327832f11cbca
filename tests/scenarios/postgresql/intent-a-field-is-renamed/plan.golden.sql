-- S1 expand add-companion: Add email to public.customers, empty and without a default (I1)
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.customers) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.customers ADD COLUMN email text;
--   back: ALTER TABLE public.customers DROP COLUMN email;

-- S2 expand sync-trigger: Keep old and new fields of public.customers equal, whichever a writer fills (I1)
--   SHARE ROW EXCLUSIVE on public.customers for a moment: blocks writes
--   note: changes-data (public.customers) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.customers) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_customers_email() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.email IS DISTINCT FROM NEW.mail) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.email IS NOT NULL THEN
      NEW.mail := NEW.email;
    ELSE
      NEW.email := NEW.mail;
    END IF;
  ELSIF NEW.email IS DISTINCT FROM OLD.email THEN
    NEW.mail := NEW.email;
  ELSIF NEW.mail IS DISTINCT FROM OLD.mail THEN
    NEW.email := NEW.mail;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_customers_email BEFORE INSERT OR UPDATE ON public.customers FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_customers_email();
--   back: DROP TRIGGER zz_req_0001_sync_customers_email ON public.customers;
--   back: DROP FUNCTION public.zz_req_0001_sync_customers_email();

-- S3 expand clear-invalid-index [transaction: own]: Clear away index customers_mail_key_req_0001 if an earlier build left it invalid (I1)
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.customers_mail_key_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.customers_mail_key_req_0001;
  END IF;
END
$left$;

-- S4 expand create-index-concurrently [transaction: none]: Build customers_mail_key over the new fields of public.customers (I1)
--   SHARE UPDATE EXCLUSIVE on public.customers for a build: blocks ddl
--   note: not-transactional (public.customers) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.customers) Every row is read to build the index.
--   note: needs-disk (public.customers) Needs room for the index.
CREATE UNIQUE INDEX CONCURRENTLY customers_mail_key_req_0001 ON public.customers (email);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.customers_mail_key_req_0001;

-- S5 expand check-index: Index customers_mail_key_req_0001 is valid (I1)
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.customers_mail_key_req_0001') AND indisvalid

-- S6 expand clear-invalid-index [transaction: own]: Clear away index customers_by_city_req_0001 if an earlier build left it invalid (I1)
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.customers_by_city_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.customers_by_city_req_0001;
  END IF;
END
$left$;

-- S7 expand create-index-concurrently [transaction: none]: Build customers_by_city over the new fields of public.customers (I1)
--   SHARE UPDATE EXCLUSIVE on public.customers for a build: blocks ddl
--   note: not-transactional (public.customers) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.customers) Every row is read to build the index.
--   note: needs-disk (public.customers) Needs room for the index.
CREATE INDEX CONCURRENTLY customers_by_city_req_0001 ON public.customers USING btree (city, email);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.customers_by_city_req_0001;

-- S8 expand check-index: Index customers_by_city_req_0001 is valid (I1)
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.customers_by_city_req_0001') AND indisvalid

-- S9 migrate backfill: Fill email of public.customers, batch by batch (I1)
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
        UPDATE public.customers SET email = mail
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (email IS DISTINCT FROM mail
  AND ((email IS NULL) OR mail IS DISTINCT FROM email));
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

-- S10 contract deploy-gate: Wait for the release that no longer uses public.customers.mail (I1)
-- waits for the release that no longer uses public.customers.mail

-- S11 contract guard-backfill: Refuse to go on while email of public.customers is not filled to the end (I1)
--   ACCESS SHARE on public.customers for a scan: blocks ddl
--   note: scans-object (public.customers) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.customers WHERE email IS DISTINCT FROM mail
  AND ((email IS NULL) OR mail IS DISTINCT FROM email)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of email in public.customers is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S12 contract analyze: Gather statistics of public.customers: the new fields have none yet (I1)
--   SHARE UPDATE EXCLUSIVE on public.customers for a scan: blocks ddl
ANALYZE public.customers;

-- S13 contract add-check-not-valid: Hold new rows of public.customers to: email is never empty (I1)
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
ALTER TABLE public.customers ADD CONSTRAINT customers_email_required_req_0001 CHECK (email IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.customers DROP CONSTRAINT customers_email_required_req_0001;

-- S14 contract validate-check [transaction: own]: Prove for the rows that are there: email is never empty (I1)
--   SHARE UPDATE EXCLUSIVE on public.customers for a scan: blocks ddl
--   note: scans-object (public.customers) Every row is read; readers and writers go on.
ALTER TABLE public.customers VALIDATE CONSTRAINT customers_email_required_req_0001;

-- S15 contract cut-over: Let email of public.customers take the place of mail (I1)
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.customers) Code that still uses mail fails.
--   warning: deletes-data (public.customers) The values of mail are kept only as what was made of them.
--   note: breaks-running-code (public.customers) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_customers_email ON public.customers;
DROP FUNCTION public.zz_req_0001_sync_customers_email();
ALTER TABLE public.customers ALTER COLUMN email SET NOT NULL;
ALTER TABLE public.customers DROP CONSTRAINT customers_email_required_req_0001;
ALTER TABLE public.customers DROP COLUMN mail;
ALTER TABLE public.customers ADD CONSTRAINT customers_mail_key UNIQUE USING INDEX customers_mail_key_req_0001;
ALTER INDEX public.customers_by_city_req_0001 RENAME TO customers_by_city;
--   back: ALTER INDEX public.customers_by_city RENAME TO customers_by_city_req_0001;
--   back: ALTER TABLE public.customers DROP CONSTRAINT customers_mail_key;
--   back: CREATE UNIQUE INDEX customers_mail_key_req_0001 ON public.customers (email);
--   back: ALTER TABLE public.customers ADD COLUMN mail text;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.customers'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.customers', dblead_one);
--           END LOOP;
--           UPDATE public.customers SET mail = email;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.customers', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.customers ALTER COLUMN mail SET NOT NULL;
--   back: ALTER TABLE public.customers ADD CONSTRAINT customers_mail_key UNIQUE (mail);
--   back: CREATE INDEX customers_by_city ON public.customers USING btree (city, mail);
--   back: ALTER TABLE public.customers ADD CONSTRAINT customers_email_required_req_0001 CHECK (email IS NOT NULL);
--   back: ALTER TABLE public.customers ALTER COLUMN email DROP NOT NULL;
--   back: CREATE FUNCTION public.zz_req_0001_sync_customers_email() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.email IS DISTINCT FROM NEW.mail) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.email IS NOT NULL THEN
--               NEW.mail := NEW.email;
--             ELSE
--               NEW.email := NEW.mail;
--             END IF;
--           ELSIF NEW.email IS DISTINCT FROM OLD.email THEN
--             NEW.mail := NEW.email;
--           ELSIF NEW.mail IS DISTINCT FROM OLD.mail THEN
--             NEW.email := NEW.mail;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_customers_email BEFORE INSERT OR UPDATE ON public.customers FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_customers_email();

-- S16 contract rename-not-null: Give the NOT NULL of public.customers.email its name (I1)
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
ALTER TABLE public.customers RENAME CONSTRAINT customers_email_not_null TO customers_mail_not_null;
--   back: ALTER TABLE public.customers RENAME CONSTRAINT customers_mail_not_null TO customers_email_not_null;

-- carries public.customers.mail → public.customers.email: forward mail, backward email
