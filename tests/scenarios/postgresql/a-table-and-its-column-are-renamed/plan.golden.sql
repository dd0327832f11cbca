-- S1 expand rename-table: Rename table public.customers to public.clients
--   ACCESS EXCLUSIVE on public.clients for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.customers) Code that uses the old name fails.
ALTER TABLE public.customers RENAME TO clients;
--   back: ALTER TABLE public.clients RENAME TO customers;

-- S2 expand keep-old-name: Keep the name public.customers as a view that can be written, until nobody uses it
CREATE VIEW public.customers WITH (security_invoker = true) AS SELECT id, mail, full_name, city, zip, balance, created_at, updated_at FROM public.clients;
--   back: DROP VIEW public.customers;

-- S3 expand add-companion: Add email to public.clients, empty and without a default
--   ACCESS EXCLUSIVE on public.clients for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.clients) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.clients ADD COLUMN email text;
--   back: ALTER TABLE public.clients DROP COLUMN email;

-- S4 expand sync-trigger: Keep old and new fields of public.clients equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.clients for a moment: blocks writes
--   note: changes-data (public.clients) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.clients) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_clients_email() RETURNS trigger LANGUAGE plpgsql AS $sync$
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
CREATE TRIGGER zz_req_0001_sync_clients_email BEFORE INSERT OR UPDATE ON public.clients FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_clients_email();
--   back: DROP TRIGGER zz_req_0001_sync_clients_email ON public.clients;
--   back: DROP FUNCTION public.zz_req_0001_sync_clients_email();

-- S5 expand clear-invalid-index [transaction: own]: Clear away index customers_mail_key_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.customers_mail_key_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.customers_mail_key_req_0001;
  END IF;
END
$left$;

-- S6 expand create-index-concurrently [transaction: none]: Build customers_mail_key over the new fields of public.clients
--   SHARE UPDATE EXCLUSIVE on public.clients for a build: blocks ddl
--   note: not-transactional (public.clients) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.clients) Every row is read to build the index.
--   note: needs-disk (public.clients) Needs room for the index.
CREATE UNIQUE INDEX CONCURRENTLY customers_mail_key_req_0001 ON public.clients (email);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.customers_mail_key_req_0001;

-- S7 expand check-index: Index customers_mail_key_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.customers_mail_key_req_0001') AND indisvalid

-- S8 expand clear-invalid-index [transaction: own]: Clear away index customers_by_city_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.customers_by_city_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.customers_by_city_req_0001;
  END IF;
END
$left$;

-- S9 expand create-index-concurrently [transaction: none]: Build customers_by_city over the new fields of public.clients
--   SHARE UPDATE EXCLUSIVE on public.clients for a build: blocks ddl
--   note: not-transactional (public.clients) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.clients) Every row is read to build the index.
--   note: needs-disk (public.clients) Needs room for the index.
CREATE INDEX CONCURRENTLY customers_by_city_req_0001 ON public.clients USING btree (city, email);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.customers_by_city_req_0001;

-- S10 expand check-index: Index customers_by_city_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.customers_by_city_req_0001') AND indisvalid

-- S11 migrate backfill: Fill email of public.clients, batch by batch
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
        UPDATE public.clients SET email = mail
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

-- S12 contract deploy-gate: Wait for the release that no longer uses public.customers, public.clients.mail
-- waits for the release that no longer uses public.customers, public.clients.mail

-- S13 contract drop-old-name: Take the old name public.customers away
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.customers) Code that uses the old name fails.
DROP VIEW public.customers;
--   back: CREATE VIEW public.customers WITH (security_invoker = true) AS SELECT id, mail, full_name, city, zip, balance, created_at, updated_at FROM public.clients;

-- S14 contract guard-backfill: Refuse to go on while email of public.clients is not filled to the end
--   ACCESS SHARE on public.clients for a scan: blocks ddl
--   note: scans-object (public.clients) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.clients WHERE email IS DISTINCT FROM mail
  AND ((email IS NULL) OR mail IS DISTINCT FROM email)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of email in public.clients is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S15 contract analyze: Gather statistics of public.clients: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.clients for a scan: blocks ddl
ANALYZE public.clients;

-- S16 contract add-check-not-valid: Hold new rows of public.clients to: email is never empty
--   ACCESS EXCLUSIVE on public.clients for a moment: blocks reads-and-writes
ALTER TABLE public.clients ADD CONSTRAINT clients_email_required_req_0001 CHECK (email IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.clients DROP CONSTRAINT clients_email_required_req_0001;

-- S17 contract validate-check [transaction: own]: Prove for the rows that are there: email is never empty
--   SHARE UPDATE EXCLUSIVE on public.clients for a scan: blocks ddl
--   note: scans-object (public.clients) Every row is read; readers and writers go on.
ALTER TABLE public.clients VALIDATE CONSTRAINT clients_email_required_req_0001;

-- S18 contract cut-over: Let email of public.clients take the place of mail
--   ACCESS EXCLUSIVE on public.clients for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.clients) Code that still uses mail fails.
--   warning: deletes-data (public.clients) The values of mail are kept only as what was made of them.
--   note: breaks-running-code (public.clients) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_clients_email ON public.clients;
DROP FUNCTION public.zz_req_0001_sync_clients_email();
ALTER TABLE public.clients ALTER COLUMN email SET NOT NULL;
ALTER TABLE public.clients DROP CONSTRAINT clients_email_required_req_0001;
ALTER TABLE public.clients DROP COLUMN mail;
ALTER TABLE public.clients ADD CONSTRAINT customers_mail_key UNIQUE USING INDEX customers_mail_key_req_0001;
ALTER INDEX public.customers_by_city_req_0001 RENAME TO customers_by_city;
--   back: ALTER INDEX public.customers_by_city RENAME TO customers_by_city_req_0001;
--   back: ALTER TABLE public.clients DROP CONSTRAINT customers_mail_key;
--   back: CREATE UNIQUE INDEX customers_mail_key_req_0001 ON public.clients (email);
--   back: ALTER TABLE public.clients ADD COLUMN mail text;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.clients'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.clients', dblead_one);
--           END LOOP;
--           UPDATE public.clients SET mail = email;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.clients', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.clients ADD CONSTRAINT customers_mail_not_null NOT NULL mail;
--   back: ALTER TABLE public.clients ADD CONSTRAINT customers_mail_key UNIQUE (mail);
--   back: CREATE INDEX customers_by_city ON public.clients USING btree (city, mail);
--   back: ALTER TABLE public.clients ADD CONSTRAINT clients_email_required_req_0001 CHECK (email IS NOT NULL);
--   back: ALTER TABLE public.clients ALTER COLUMN email DROP NOT NULL;
--   back: CREATE FUNCTION public.zz_req_0001_sync_clients_email() RETURNS trigger LANGUAGE plpgsql AS $sync$
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
--   back: CREATE TRIGGER zz_req_0001_sync_clients_email BEFORE INSERT OR UPDATE ON public.clients FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_clients_email();

-- S19 contract rename-not-null: Give the NOT NULL of public.clients.email its name
--   ACCESS EXCLUSIVE on public.clients for a moment: blocks reads-and-writes
ALTER TABLE public.clients RENAME CONSTRAINT clients_email_not_null TO customers_mail_not_null;
--   back: ALTER TABLE public.clients RENAME CONSTRAINT customers_mail_not_null TO clients_email_not_null;

-- carries public.customers.mail → public.clients.email: forward mail, backward email
-- carries public.customers.id → public.clients.id: forward id, backward id
-- carries public.customers.full_name → public.clients.full_name: forward full_name, backward full_name
-- carries public.customers.city → public.clients.city: forward city, backward city
-- carries public.customers.zip → public.clients.zip: forward zip, backward zip
-- carries public.customers.balance → public.clients.balance: forward balance, backward balance
-- carries public.customers.created_at → public.clients.created_at: forward created_at, backward created_at
-- carries public.customers.updated_at → public.clients.updated_at: forward updated_at, backward updated_at
