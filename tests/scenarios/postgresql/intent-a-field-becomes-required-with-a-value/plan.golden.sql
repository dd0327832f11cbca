-- S1 expand alter-column: Change column public.customers.city (I1)
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
ALTER TABLE public.customers ALTER COLUMN city SET DEFAULT 'unknown'::text;
--   back: ALTER TABLE public.customers ALTER COLUMN city DROP DEFAULT;

-- S2 migrate backfill: Fill city of public.customers, batch by batch (I1)
--   note: changes-data (public.customers.city) Rows without a value get 'unknown'.
--   way back: schema-only, until the step runs; loses which rows had no value
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
        UPDATE public.customers SET city = 'unknown'
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (city IS NULL);
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

-- S3 contract deploy-gate: Wait for the release that fits the contract phase (I1)
-- waits for the release that fits the contract phase

-- S4 contract guard-backfill: Refuse to go on while a row of public.customers has no city (I1)
--   ACCESS SHARE on public.customers for a scan: blocks ddl
--   note: scans-object (public.customers) Rows are read until one without a value is found.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.customers WHERE city IS NULL) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of city in public.customers is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S5 contract require-new-rows: Require city of new rows of public.customers (I1)
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.customers.city) Writes that leave the field empty are refused.
ALTER TABLE public.customers ADD CONSTRAINT customers_city_not_null NOT NULL city NOT VALID;
--   back: ALTER TABLE public.customers ALTER COLUMN city DROP NOT NULL;

-- S6 contract validate-required [transaction: own]: Prove that city is filled in every row of public.customers (I1)
--   SHARE UPDATE EXCLUSIVE on public.customers for a scan: blocks ddl
--   note: scans-object (public.customers) Every row is read; readers and writers go on.
ALTER TABLE public.customers VALIDATE CONSTRAINT customers_city_not_null;

-- carries public.customers.city → public.customers.city: forward coalesce(city, 'unknown'), backward none
