-- S1 expand add-companion: Add first_name, last_name to public.customers, empty and without a default (I3)
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.customers) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.customers ADD COLUMN first_name character varying(120);
ALTER TABLE public.customers ADD COLUMN last_name character varying(120);
--   back: ALTER TABLE public.customers DROP COLUMN last_name;
--   back: ALTER TABLE public.customers DROP COLUMN first_name;

-- S2 expand sync-trigger: Keep old and new fields of public.customers equal, whichever a writer fills (I3)
--   SHARE ROW EXCLUSIVE on public.customers for a moment: blocks writes
--   note: changes-data (public.customers) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.customers) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_customers_first_name_last_name() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.first_name IS DISTINCT FROM (split_part(NEW.full_name, ' ', 1))::character varying(120))
    AND NOT (NEW.last_name IS DISTINCT FROM (split_part(NEW.full_name, ' ', 2))::character varying(120)) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.first_name IS NOT NULL OR NEW.last_name IS NOT NULL THEN
      NEW.full_name := (NEW.first_name || ' ' || NEW.last_name)::character varying(120);
    ELSE
      NEW.first_name := (split_part(NEW.full_name, ' ', 1))::character varying(120);
      NEW.last_name := (split_part(NEW.full_name, ' ', 2))::character varying(120);
    END IF;
  ELSIF NEW.first_name IS DISTINCT FROM OLD.first_name OR NEW.last_name IS DISTINCT FROM OLD.last_name THEN
    IF OLD.first_name IS NULL AND OLD.last_name IS NULL THEN
      NEW.first_name := coalesce(NEW.first_name, (split_part(NEW.full_name, ' ', 1))::character varying(120));
      NEW.last_name := coalesce(NEW.last_name, (split_part(NEW.full_name, ' ', 2))::character varying(120));
    END IF;
    NEW.full_name := (NEW.first_name || ' ' || NEW.last_name)::character varying(120);
  ELSIF NEW.full_name IS DISTINCT FROM OLD.full_name THEN
    NEW.first_name := (split_part(NEW.full_name, ' ', 1))::character varying(120);
    NEW.last_name := (split_part(NEW.full_name, ' ', 2))::character varying(120);
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_customers_first_name_last_name BEFORE INSERT OR UPDATE ON public.customers FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_customers_first_name_last_name();
--   back: DROP TRIGGER zz_req_0001_sync_customers_first_name_last_name ON public.customers;
--   back: DROP FUNCTION public.zz_req_0001_sync_customers_first_name_last_name();

-- S3 expand add-companion: Add email to public.customers, empty and without a default (I2)
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.customers) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.customers ADD COLUMN email text;
--   back: ALTER TABLE public.customers DROP COLUMN email;

-- S4 expand sync-trigger: Keep old and new fields of public.customers equal, whichever a writer fills (I2)
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

-- S5 expand clear-invalid-index [transaction: own]: Clear away index customers_mail_key_req_0001 if an earlier build left it invalid (I3, I2)
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.customers_mail_key_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.customers_mail_key_req_0001;
  END IF;
END
$left$;

-- S6 expand create-index-concurrently [transaction: none]: Build customers_mail_key over the new fields of public.customers (I3, I2)
--   SHARE UPDATE EXCLUSIVE on public.customers for a build: blocks ddl
--   note: not-transactional (public.customers) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.customers) Every row is read to build the index.
--   note: needs-disk (public.customers) Needs room for the index.
CREATE UNIQUE INDEX CONCURRENTLY customers_mail_key_req_0001 ON public.customers (email);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.customers_mail_key_req_0001;

-- S7 expand check-index: Index customers_mail_key_req_0001 is valid (I3, I2)
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.customers_mail_key_req_0001') AND indisvalid

-- S8 expand clear-invalid-index [transaction: own]: Clear away index customers_by_city_req_0001 if an earlier build left it invalid (I3, I2)
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.customers_by_city_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.customers_by_city_req_0001;
  END IF;
END
$left$;

-- S9 expand create-index-concurrently [transaction: none]: Build customers_by_city over the new fields of public.customers (I3, I2)
--   SHARE UPDATE EXCLUSIVE on public.customers for a build: blocks ddl
--   note: not-transactional (public.customers) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.customers) Every row is read to build the index.
--   note: needs-disk (public.customers) Needs room for the index.
CREATE INDEX CONCURRENTLY customers_by_city_req_0001 ON public.customers USING btree (city, email);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.customers_by_city_req_0001;

-- S10 expand check-index: Index customers_by_city_req_0001 is valid (I3, I2)
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.customers_by_city_req_0001') AND indisvalid

-- S11 expand add-companion: Add total_req_0001 to public.orders, empty and without a default (I4)
--   ACCESS EXCLUSIVE on public.orders for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.orders) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.orders ADD COLUMN total_req_0001 bigint;
--   back: ALTER TABLE public.orders DROP COLUMN total_req_0001;

-- S12 expand sync-trigger: Keep old and new fields of public.orders equal, whichever a writer fills (I4)
--   SHARE ROW EXCLUSIVE on public.orders for a moment: blocks writes
--   note: changes-data (public.orders) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.orders) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_orders_total() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.total_req_0001 IS DISTINCT FROM NEW.total::bigint) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.total_req_0001 IS NOT NULL THEN
      NEW.total := NEW.total_req_0001::integer;
    ELSE
      NEW.total_req_0001 := NEW.total::bigint;
    END IF;
  ELSIF NEW.total_req_0001 IS DISTINCT FROM OLD.total_req_0001 THEN
    NEW.total := NEW.total_req_0001::integer;
  ELSIF NEW.total IS DISTINCT FROM OLD.total THEN
    NEW.total_req_0001 := NEW.total::bigint;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_orders_total BEFORE INSERT OR UPDATE ON public.orders FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_orders_total();
--   back: DROP TRIGGER zz_req_0001_sync_orders_total ON public.orders;
--   back: DROP FUNCTION public.zz_req_0001_sync_orders_total();

-- S13 expand add-column: Add column public.customers.tier (I1)
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.customers) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until any time; loses values written to the new column
ALTER TABLE public.customers ADD COLUMN tier text DEFAULT 'bronze'::text NOT NULL;
--   back: ALTER TABLE public.customers DROP COLUMN tier;

-- S14 expand add-constraint-not-valid: Hold new rows of public.customers to customers_tier_check (I1)
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.customers) Writes that break customers_tier_check are refused.
ALTER TABLE public.customers ADD CONSTRAINT customers_tier_check CHECK ((tier = ANY (ARRAY['bronze'::text, 'silver'::text, 'gold'::text]))) NOT VALID;
--   back: ALTER TABLE public.customers DROP CONSTRAINT customers_tier_check;

-- S15 expand validate-constraint [transaction: own]: Prove customers_tier_check for the rows that are there (I1)
--   SHARE UPDATE EXCLUSIVE on public.customers for a scan: blocks ddl
--   note: scans-object (public.customers) Every row is read; readers and writers go on.
ALTER TABLE public.customers VALIDATE CONSTRAINT customers_tier_check;

-- S16 expand clear-invalid-index [transaction: own]: Clear away index orders_customer_id_status_idx if an earlier build left it invalid (I6)
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.orders_customer_id_status_idx') AND NOT indisvalid) THEN
    DROP INDEX public.orders_customer_id_status_idx;
  END IF;
END
$left$;

-- S17 expand create-index-concurrently [transaction: none]: Build index orders_customer_id_status_idx on public.orders (I6)
--   SHARE UPDATE EXCLUSIVE on public.orders for a build: blocks ddl
--   note: not-transactional (public.orders) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.orders) Every row is read to build the index.
--   note: needs-disk (public.orders) Needs room for the index.
CREATE INDEX CONCURRENTLY orders_customer_id_status_idx ON public.orders USING btree (customer_id, status);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.orders_customer_id_status_idx;

-- S18 expand check-index: Index orders_customer_id_status_idx is valid (I6)
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.orders_customer_id_status_idx') AND indisvalid

-- S19 expand create-table: Create table public.points (I5)
--   way back: exact, until any time; loses rows written to the new table
CREATE TABLE public.points (
  id bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,
  customer_id integer NOT NULL,
  points integer DEFAULT 0 NOT NULL,
  CONSTRAINT points_pkey PRIMARY KEY (id)
);
--   back: DROP TABLE public.points;

-- S20 expand add-constraint: Add reference points_customer_id_fkey to public.points (I5)
--   SHARE ROW EXCLUSIVE on public.customers for a moment: blocks writes
ALTER TABLE public.points ADD CONSTRAINT points_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customers(id);
--   back: ALTER TABLE public.points DROP CONSTRAINT points_customer_id_fkey;

-- S21 expand create-index: Create index points_customer_id_idx on public.points (I5)
CREATE INDEX points_customer_id_idx ON public.points USING btree (customer_id);
--   back: DROP INDEX public.points_customer_id_idx;

-- S22 migrate backfill: Fill first_name, last_name of public.customers, batch by batch (I3)
--   note: changes-data (public.customers) Fills fields that nobody reads yet.
--   note: needs-disk (public.customers) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
--   warning: changes-data (public.customers) trigger touch fires for every row that is filled, and sets updated_at to the time of the job, unless the job's role may set session_replication_role
-- 2000 rows a batch, key: id
-- side effect: trigger touch fires for every row that is filled, and sets updated_at to the time of the job, unless the job's role may set session_replication_role
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
        UPDATE public.customers SET first_name = (split_part(full_name, ' ', 1))::character varying(120), last_name = (split_part(full_name, ' ', 2))::character varying(120)
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND ((first_name IS DISTINCT FROM (split_part(full_name, ' ', 1))::character varying(120) OR last_name IS DISTINCT FROM (split_part(full_name, ' ', 2))::character varying(120))
  AND ((first_name IS NULL AND last_name IS NULL) OR full_name IS DISTINCT FROM (first_name || ' ' || last_name)::character varying(120)));
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

-- S23 migrate backfill: Fill email of public.customers, batch by batch (I2)
--   note: changes-data (public.customers) Fills fields that nobody reads yet.
--   note: needs-disk (public.customers) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
--   warning: changes-data (public.customers) trigger touch fires for every row that is filled, and sets updated_at to the time of the job, unless the job's role may set session_replication_role
-- 2000 rows a batch, key: id
-- side effect: trigger touch fires for every row that is filled, and sets updated_at to the time of the job, unless the job's role may set session_replication_role
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

-- S24 migrate backfill: Fill total_req_0001 of public.orders, batch by batch (I4)
--   note: changes-data (public.orders) Fills fields that nobody reads yet.
--   note: needs-disk (public.orders) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: id
DO $job$
DECLARE
  dblead_last_1 public.orders.id%TYPE;
  dblead_upper_1 public.orders.id%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT id INTO dblead_upper_1
    FROM (
      SELECT id FROM public.orders
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
        UPDATE public.orders SET total_req_0001 = total::bigint
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (total_req_0001 IS DISTINCT FROM total::bigint
  AND ((total_req_0001 IS NULL) OR total IS DISTINCT FROM total_req_0001::integer));
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

-- S25 contract deploy-gate: Wait for the release that no longer uses public.customers.full_name, public.customers.mail, public.orders.total, public.orders.note (I3, I2, I4, I7)
-- waits for the release that no longer uses public.customers.full_name, public.customers.mail, public.orders.total, public.orders.note

-- S26 contract guard-backfill: Refuse to go on while first_name, last_name of public.customers is not filled to the end (I3)
--   ACCESS SHARE on public.customers for a scan: blocks ddl
--   note: scans-object (public.customers) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.customers WHERE (first_name IS DISTINCT FROM (split_part(full_name, ' ', 1))::character varying(120) OR last_name IS DISTINCT FROM (split_part(full_name, ' ', 2))::character varying(120))
  AND ((first_name IS NULL AND last_name IS NULL) OR full_name IS DISTINCT FROM (first_name || ' ' || last_name)::character varying(120))) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of first_name, last_name in public.customers is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S27 contract guard-backfill: Refuse to go on while email of public.customers is not filled to the end (I2)
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

-- S28 contract analyze: Gather statistics of public.customers: the new fields have none yet (I3, I2)
--   SHARE UPDATE EXCLUSIVE on public.customers for a scan: blocks ddl
ANALYZE public.customers;

-- S29 contract add-check-not-valid: Hold new rows of public.customers to: first_name is never empty (I3, I2)
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
ALTER TABLE public.customers ADD CONSTRAINT customers_first_name_required_req_0001 CHECK (first_name IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.customers DROP CONSTRAINT customers_first_name_required_req_0001;

-- S30 contract validate-check [transaction: own]: Prove for the rows that are there: first_name is never empty (I3, I2)
--   SHARE UPDATE EXCLUSIVE on public.customers for a scan: blocks ddl
--   note: scans-object (public.customers) Every row is read; readers and writers go on.
ALTER TABLE public.customers VALIDATE CONSTRAINT customers_first_name_required_req_0001;

-- S31 contract add-check-not-valid: Hold new rows of public.customers to: last_name is never empty (I3, I2)
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
ALTER TABLE public.customers ADD CONSTRAINT customers_last_name_required_req_0001 CHECK (last_name IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.customers DROP CONSTRAINT customers_last_name_required_req_0001;

-- S32 contract validate-check [transaction: own]: Prove for the rows that are there: last_name is never empty (I3, I2)
--   SHARE UPDATE EXCLUSIVE on public.customers for a scan: blocks ddl
--   note: scans-object (public.customers) Every row is read; readers and writers go on.
ALTER TABLE public.customers VALIDATE CONSTRAINT customers_last_name_required_req_0001;

-- S33 contract add-check-not-valid: Hold new rows of public.customers to: email is never empty (I3, I2)
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
ALTER TABLE public.customers ADD CONSTRAINT customers_email_required_req_0001 CHECK (email IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.customers DROP CONSTRAINT customers_email_required_req_0001;

-- S34 contract validate-check [transaction: own]: Prove for the rows that are there: email is never empty (I3, I2)
--   SHARE UPDATE EXCLUSIVE on public.customers for a scan: blocks ddl
--   note: scans-object (public.customers) Every row is read; readers and writers go on.
ALTER TABLE public.customers VALIDATE CONSTRAINT customers_email_required_req_0001;

-- S35 contract guard-backfill: Refuse to go on while total_req_0001 of public.orders is not filled to the end (I4)
--   ACCESS SHARE on public.orders for a scan: blocks ddl
--   note: scans-object (public.orders) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.orders WHERE total_req_0001 IS DISTINCT FROM total::bigint
  AND ((total_req_0001 IS NULL) OR total IS DISTINCT FROM total_req_0001::integer)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of total_req_0001 in public.orders is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S36 contract analyze: Gather statistics of public.orders: the new fields have none yet (I4)
--   SHARE UPDATE EXCLUSIVE on public.orders for a scan: blocks ddl
ANALYZE public.orders;

-- S37 contract add-check-not-valid: Hold new rows of public.orders to: total is never empty (I4)
--   ACCESS EXCLUSIVE on public.orders for a moment: blocks reads-and-writes
ALTER TABLE public.orders ADD CONSTRAINT orders_total_req_0001_required_req_0001 CHECK (total_req_0001 IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.orders DROP CONSTRAINT orders_total_req_0001_required_req_0001;

-- S38 contract validate-check [transaction: own]: Prove for the rows that are there: total is never empty (I4)
--   SHARE UPDATE EXCLUSIVE on public.orders for a scan: blocks ddl
--   note: scans-object (public.orders) Every row is read; readers and writers go on.
ALTER TABLE public.orders VALIDATE CONSTRAINT orders_total_req_0001_required_req_0001;

-- S39 contract take-dependents-away: Take away for a moment: view public.people, view public.letters (I3, I4)
--   ACCESS EXCLUSIVE on public.people for a transaction: blocks reads-and-writes
--   ACCESS EXCLUSIVE on public.letters for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.people) Rests on what changes: gone until the last step of this transaction puts it back.
--   note: breaks-dependents (public.letters) Rests on what changes: gone until the last step of this transaction puts it back.
DROP VIEW public.letters;
DROP VIEW public.people;
--   back: CREATE VIEW public.people AS
--         SELECT id,
--             mail,
--             full_name,
--             city
--            FROM public.customers;
--   back: CREATE VIEW public.letters AS
--         SELECT p.id,
--             p.full_name,
--             o.total
--            FROM (public.people p
--              JOIN public.orders o ON ((o.customer_id = p.id)));

-- S40 contract cut-over: Let first_name, last_name, email of public.customers take the place of full_name, mail (I3, I2)
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.customers) Code that still uses full_name, mail fails.
--   warning: deletes-data (public.customers) The values of full_name, mail are kept only as what was made of them.
--   note: breaks-running-code (public.customers) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_customers_first_name_last_name ON public.customers;
DROP FUNCTION public.zz_req_0001_sync_customers_first_name_last_name();
DROP TRIGGER zz_req_0001_sync_customers_email ON public.customers;
DROP FUNCTION public.zz_req_0001_sync_customers_email();
ALTER TABLE public.customers ALTER COLUMN first_name SET NOT NULL;
ALTER TABLE public.customers DROP CONSTRAINT customers_first_name_required_req_0001;
ALTER TABLE public.customers ALTER COLUMN last_name SET NOT NULL;
ALTER TABLE public.customers DROP CONSTRAINT customers_last_name_required_req_0001;
ALTER TABLE public.customers ALTER COLUMN email SET NOT NULL;
ALTER TABLE public.customers DROP CONSTRAINT customers_email_required_req_0001;
ALTER TABLE public.customers DROP COLUMN full_name;
ALTER TABLE public.customers DROP COLUMN mail;
ALTER TABLE public.customers ADD CONSTRAINT customers_mail_key UNIQUE USING INDEX customers_mail_key_req_0001;
ALTER INDEX public.customers_by_city_req_0001 RENAME TO customers_by_city;
--   back: ALTER INDEX public.customers_by_city RENAME TO customers_by_city_req_0001;
--   back: ALTER TABLE public.customers DROP CONSTRAINT customers_mail_key;
--   back: CREATE UNIQUE INDEX customers_mail_key_req_0001 ON public.customers (email);
--   back: ALTER TABLE public.customers ADD COLUMN full_name character varying(120);
--   back: ALTER TABLE public.customers ADD COLUMN mail text;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.customers'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.customers', dblead_one);
--           END LOOP;
--           UPDATE public.customers SET full_name = (first_name || ' ' || last_name)::character varying(120), mail = email;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.customers', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.customers ALTER COLUMN full_name SET NOT NULL;
--   back: ALTER TABLE public.customers ALTER COLUMN mail SET NOT NULL;
--   back: ALTER TABLE public.customers ADD CONSTRAINT customers_mail_key UNIQUE (mail);
--   back: CREATE INDEX customers_by_city ON public.customers USING btree (city, mail);
--   back: ALTER TABLE public.customers ADD CONSTRAINT customers_first_name_required_req_0001 CHECK (first_name IS NOT NULL);
--   back: ALTER TABLE public.customers ALTER COLUMN first_name DROP NOT NULL;
--   back: ALTER TABLE public.customers ADD CONSTRAINT customers_last_name_required_req_0001 CHECK (last_name IS NOT NULL);
--   back: ALTER TABLE public.customers ALTER COLUMN last_name DROP NOT NULL;
--   back: ALTER TABLE public.customers ADD CONSTRAINT customers_email_required_req_0001 CHECK (email IS NOT NULL);
--   back: ALTER TABLE public.customers ALTER COLUMN email DROP NOT NULL;
--   back: CREATE FUNCTION public.zz_req_0001_sync_customers_first_name_last_name() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.first_name IS DISTINCT FROM (split_part(NEW.full_name, ' ', 1))::character varying(120))
--             AND NOT (NEW.last_name IS DISTINCT FROM (split_part(NEW.full_name, ' ', 2))::character varying(120)) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.first_name IS NOT NULL OR NEW.last_name IS NOT NULL THEN
--               NEW.full_name := (NEW.first_name || ' ' || NEW.last_name)::character varying(120);
--             ELSE
--               NEW.first_name := (split_part(NEW.full_name, ' ', 1))::character varying(120);
--               NEW.last_name := (split_part(NEW.full_name, ' ', 2))::character varying(120);
--             END IF;
--           ELSIF NEW.first_name IS DISTINCT FROM OLD.first_name OR NEW.last_name IS DISTINCT FROM OLD.last_name THEN
--             IF OLD.first_name IS NULL AND OLD.last_name IS NULL THEN
--               NEW.first_name := coalesce(NEW.first_name, (split_part(NEW.full_name, ' ', 1))::character varying(120));
--               NEW.last_name := coalesce(NEW.last_name, (split_part(NEW.full_name, ' ', 2))::character varying(120));
--             END IF;
--             NEW.full_name := (NEW.first_name || ' ' || NEW.last_name)::character varying(120);
--           ELSIF NEW.full_name IS DISTINCT FROM OLD.full_name THEN
--             NEW.first_name := (split_part(NEW.full_name, ' ', 1))::character varying(120);
--             NEW.last_name := (split_part(NEW.full_name, ' ', 2))::character varying(120);
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_customers_first_name_last_name BEFORE INSERT OR UPDATE ON public.customers FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_customers_first_name_last_name();
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

-- S41 contract cut-over: Let total of public.orders take the place of total (I4)
--   ACCESS EXCLUSIVE on public.orders for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.orders) Code that still uses total fails.
--   warning: deletes-data (public.orders) The values of total are kept only as what was made of them.
--   note: breaks-running-code (public.orders) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_orders_total ON public.orders;
DROP FUNCTION public.zz_req_0001_sync_orders_total();
ALTER TABLE public.orders ALTER COLUMN total_req_0001 SET NOT NULL;
ALTER TABLE public.orders DROP CONSTRAINT orders_total_req_0001_required_req_0001;
ALTER TABLE public.orders DROP COLUMN total;
ALTER TABLE public.orders RENAME COLUMN total_req_0001 TO total;
ALTER TABLE public.orders RENAME CONSTRAINT orders_total_req_0001_not_null TO orders_total_not_null;
ALTER TABLE public.orders ALTER COLUMN total SET DEFAULT 0;
--   back: ALTER TABLE public.orders ALTER COLUMN total DROP DEFAULT;
--   back: ALTER TABLE public.orders RENAME CONSTRAINT orders_total_not_null TO orders_total_req_0001_not_null;
--   back: ALTER TABLE public.orders RENAME COLUMN total TO total_req_0001;
--   back: ALTER TABLE public.orders ADD COLUMN total integer;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.orders'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.orders', dblead_one);
--           END LOOP;
--           UPDATE public.orders SET total = total_req_0001::integer;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.orders', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.orders ALTER COLUMN total SET NOT NULL;
--   back: ALTER TABLE public.orders ALTER COLUMN total SET DEFAULT 0;
--   back: ALTER TABLE public.orders ADD CONSTRAINT orders_total_req_0001_required_req_0001 CHECK (total_req_0001 IS NOT NULL);
--   back: ALTER TABLE public.orders ALTER COLUMN total_req_0001 DROP NOT NULL;
--   back: CREATE FUNCTION public.zz_req_0001_sync_orders_total() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.total_req_0001 IS DISTINCT FROM NEW.total::bigint) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.total_req_0001 IS NOT NULL THEN
--               NEW.total := NEW.total_req_0001::integer;
--             ELSE
--               NEW.total_req_0001 := NEW.total::bigint;
--             END IF;
--           ELSIF NEW.total_req_0001 IS DISTINCT FROM OLD.total_req_0001 THEN
--             NEW.total := NEW.total_req_0001::integer;
--           ELSIF NEW.total IS DISTINCT FROM OLD.total THEN
--             NEW.total_req_0001 := NEW.total::bigint;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_orders_total BEFORE INSERT OR UPDATE ON public.orders FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_orders_total();

-- S42 contract put-dependents-back: Put in place: view public.people, view public.letters (I3, I4)
CREATE VIEW public.people AS
SELECT id,
    email AS mail,
    (((first_name)::text || ' '::text) || (last_name)::text) AS full_name,
    city
   FROM public.customers;
CREATE VIEW public.letters AS
SELECT p.id,
    p.full_name,
    o.total
   FROM (public.people p
     JOIN public.orders o ON ((o.customer_id = p.id)));
--   back: DROP VIEW public.letters;
--   back: DROP VIEW public.people;

-- S43 contract drop-column: Drop column public.orders.note (I7)
--   ACCESS EXCLUSIVE on public.orders for a moment: blocks reads-and-writes
--   error: deletes-data (public.orders.note) Every value of the column is gone.
--   warning: irreversible (public.orders.note) The way back restores the column, not its values.
--   warning: breaks-running-code (public.orders.note) Code that still names the column fails.
--   note: breaks-running-code (public.orders) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: schema-only, until the step runs; loses every value of the column
ALTER TABLE public.orders DROP COLUMN note;
--   back: ALTER TABLE public.orders ADD COLUMN note text;

-- S44 contract rename-not-null: Give the NOT NULL of public.customers.email its name
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
ALTER TABLE public.customers RENAME CONSTRAINT customers_email_not_null TO customers_mail_not_null;
--   back: ALTER TABLE public.customers RENAME CONSTRAINT customers_mail_not_null TO customers_email_not_null;

-- precheck inverse/public.customers/first_name+last_name: Every row of public.customers comes back as it was by the declared way back (full_name → first_name, last_name)
--   no-rows: SELECT id FROM public.customers WHERE full_name IS DISTINCT FROM ((split_part(full_name, ' ', 1)) || ' ' || (split_part(full_name, ' ', 2)))::character varying(120) OR (split_part(full_name, ' ', 1)) IS NULL OR (split_part(full_name, ' ', 2)) IS NULL
-- precheck violations/public.customers.customers_tier_check: Every row of public.customers fulfils customers_tier_check
--   no-rows: SELECT tier FROM public.customers WHERE NOT ((tier = ANY (ARRAY['bronze'::text, 'silver'::text, 'gold'::text])))
-- carries public.customers.∅ → public.customers.first_name: forward (split_part(full_name, ' ', 1))::character varying(120), backward none
-- carries public.customers.∅ → public.customers.last_name: forward (split_part(full_name, ' ', 2))::character varying(120), backward none
-- carries public.customers.full_name → public.customers.∅: forward none, backward (first_name || ' ' || last_name)::character varying(120)
-- carries public.customers.mail → public.customers.email: forward mail, backward email
-- carries public.orders.total → public.orders.total: forward total::bigint, backward total::integer
-- carries public.orders.note → public.orders.∅: forward none, backward none
-- carries public.customers.∅ → public.customers.tier: forward none, backward none
