-- S1 expand add-companion: Add balance_req_0001 to public.customers, empty and without a default
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.customers) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.customers ADD COLUMN balance_req_0001 numeric(12,4);
--   back: ALTER TABLE public.customers DROP COLUMN balance_req_0001;

-- S2 expand sync-trigger: Keep old and new fields of public.customers equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.customers for a moment: blocks writes
--   note: changes-data (public.customers) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.customers) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_customers_balance() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.balance_req_0001 IS DISTINCT FROM NEW.balance::numeric(12,4)) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.balance_req_0001 IS NOT NULL THEN
      NEW.balance := NEW.balance_req_0001::numeric(8,2);
    ELSE
      NEW.balance_req_0001 := NEW.balance::numeric(12,4);
    END IF;
  ELSIF NEW.balance_req_0001 IS DISTINCT FROM OLD.balance_req_0001 THEN
    NEW.balance := NEW.balance_req_0001::numeric(8,2);
  ELSIF NEW.balance IS DISTINCT FROM OLD.balance THEN
    NEW.balance_req_0001 := NEW.balance::numeric(12,4);
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_customers_balance BEFORE INSERT OR UPDATE ON public.customers FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_customers_balance();
--   back: DROP TRIGGER zz_req_0001_sync_customers_balance ON public.customers;
--   back: DROP FUNCTION public.zz_req_0001_sync_customers_balance();

-- S3 migrate backfill: Fill balance_req_0001 of public.customers, batch by batch
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
        UPDATE public.customers SET balance_req_0001 = balance::numeric(12,4)
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (balance_req_0001 IS DISTINCT FROM balance::numeric(12,4)
  AND ((balance_req_0001 IS NULL) OR balance IS DISTINCT FROM balance_req_0001::numeric(8,2)));
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

-- S4 contract deploy-gate: Wait for the release that no longer uses public.customers.balance
-- waits for the release that no longer uses public.customers.balance

-- S5 contract guard-backfill: Refuse to go on while balance_req_0001 of public.customers is not filled to the end
--   ACCESS SHARE on public.customers for a scan: blocks ddl
--   note: scans-object (public.customers) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.customers WHERE balance_req_0001 IS DISTINCT FROM balance::numeric(12,4)
  AND ((balance_req_0001 IS NULL) OR balance IS DISTINCT FROM balance_req_0001::numeric(8,2))) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of balance_req_0001 in public.customers is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S6 contract analyze: Gather statistics of public.customers: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.customers for a scan: blocks ddl
ANALYZE public.customers;

-- S7 contract add-check-not-valid: Hold new rows of public.customers to: customers_balance_check
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
ALTER TABLE public.customers ADD CONSTRAINT customers_balance_check_req_0001 CHECK ((balance_req_0001 >= (0)::numeric)) NOT VALID;
--   back: ALTER TABLE public.customers DROP CONSTRAINT customers_balance_check_req_0001;

-- S8 contract validate-check [transaction: own]: Prove for the rows that are there: customers_balance_check
--   SHARE UPDATE EXCLUSIVE on public.customers for a scan: blocks ddl
--   note: scans-object (public.customers) Every row is read; readers and writers go on.
ALTER TABLE public.customers VALIDATE CONSTRAINT customers_balance_check_req_0001;

-- S9 contract add-check-not-valid: Hold new rows of public.customers to: balance is never empty
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
ALTER TABLE public.customers ADD CONSTRAINT customers_balance_req_0001_required_req_0001 CHECK (balance_req_0001 IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.customers DROP CONSTRAINT customers_balance_req_0001_required_req_0001;

-- S10 contract validate-check [transaction: own]: Prove for the rows that are there: balance is never empty
--   SHARE UPDATE EXCLUSIVE on public.customers for a scan: blocks ddl
--   note: scans-object (public.customers) Every row is read; readers and writers go on.
ALTER TABLE public.customers VALIDATE CONSTRAINT customers_balance_req_0001_required_req_0001;

-- S11 contract cut-over: Let balance of public.customers take the place of balance
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.customers) Code that still uses balance fails.
--   warning: deletes-data (public.customers) The values of balance are kept only as what was made of them.
--   note: breaks-running-code (public.customers) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_customers_balance ON public.customers;
DROP FUNCTION public.zz_req_0001_sync_customers_balance();
ALTER TABLE public.customers ALTER COLUMN balance_req_0001 SET NOT NULL;
ALTER TABLE public.customers DROP CONSTRAINT customers_balance_req_0001_required_req_0001;
ALTER TABLE public.customers DROP COLUMN balance;
ALTER TABLE public.customers RENAME COLUMN balance_req_0001 TO balance;
ALTER TABLE public.customers RENAME CONSTRAINT customers_balance_req_0001_not_null TO customers_balance_not_null;
ALTER TABLE public.customers RENAME CONSTRAINT customers_balance_check_req_0001 TO customers_balance_check;
ALTER TABLE public.customers ALTER COLUMN balance SET DEFAULT 0;
--   back: ALTER TABLE public.customers ALTER COLUMN balance DROP DEFAULT;
--   back: ALTER TABLE public.customers RENAME CONSTRAINT customers_balance_check TO customers_balance_check_req_0001;
--   back: ALTER TABLE public.customers RENAME CONSTRAINT customers_balance_not_null TO customers_balance_req_0001_not_null;
--   back: ALTER TABLE public.customers RENAME COLUMN balance TO balance_req_0001;
--   back: ALTER TABLE public.customers ADD COLUMN balance numeric(8,2);
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.customers'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.customers', dblead_one);
--           END LOOP;
--           UPDATE public.customers SET balance = balance_req_0001::numeric(8,2);
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.customers', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.customers ALTER COLUMN balance SET NOT NULL;
--   back: ALTER TABLE public.customers ALTER COLUMN balance SET DEFAULT 0;
--   back: ALTER TABLE public.customers ADD CONSTRAINT customers_balance_check CHECK ((balance >= (0)::numeric));
--   back: ALTER TABLE public.customers ADD CONSTRAINT customers_balance_req_0001_required_req_0001 CHECK (balance_req_0001 IS NOT NULL);
--   back: ALTER TABLE public.customers ALTER COLUMN balance_req_0001 DROP NOT NULL;
--   back: CREATE FUNCTION public.zz_req_0001_sync_customers_balance() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.balance_req_0001 IS DISTINCT FROM NEW.balance::numeric(12,4)) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.balance_req_0001 IS NOT NULL THEN
--               NEW.balance := NEW.balance_req_0001::numeric(8,2);
--             ELSE
--               NEW.balance_req_0001 := NEW.balance::numeric(12,4);
--             END IF;
--           ELSIF NEW.balance_req_0001 IS DISTINCT FROM OLD.balance_req_0001 THEN
--             NEW.balance := NEW.balance_req_0001::numeric(8,2);
--           ELSIF NEW.balance IS DISTINCT FROM OLD.balance THEN
--             NEW.balance_req_0001 := NEW.balance::numeric(12,4);
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_customers_balance BEFORE INSERT OR UPDATE ON public.customers FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_customers_balance();

-- carries public.customers.balance → public.customers.balance: forward balance::numeric(12,4), backward balance::numeric(8,2)
