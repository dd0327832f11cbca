-- S1 expand add-column-empty: Add token to public.customers, empty in the rows that are there
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.customers) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until any time; loses values written to the new field
ALTER TABLE public.customers ADD COLUMN token uuid;
ALTER TABLE public.customers ALTER COLUMN token SET DEFAULT gen_random_uuid();
--   back: ALTER TABLE public.customers DROP COLUMN token;

-- S2 migrate backfill: Fill token of public.customers, batch by batch
--   note: changes-data (public.customers.token) Rows without a value get gen_random_uuid().
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
        UPDATE public.customers SET token = gen_random_uuid()
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (token IS NULL);
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

-- S3 contract deploy-gate: Wait for the release that fits the contract phase
-- waits for the release that fits the contract phase

-- S4 contract guard-backfill: Refuse to go on while a row of public.customers has no token
--   ACCESS SHARE on public.customers for a scan: blocks ddl
--   note: scans-object (public.customers) Rows are read until one without a value is found.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.customers WHERE token IS NULL) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of token in public.customers is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S5 contract require-new-rows: Require token of new rows of public.customers
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.customers.token) Writes that leave the field empty are refused.
ALTER TABLE public.customers ADD CONSTRAINT customers_token_not_null NOT NULL token NOT VALID;
--   back: ALTER TABLE public.customers ALTER COLUMN token DROP NOT NULL;

-- S6 contract validate-required [transaction: own]: Prove that token is filled in every row of public.customers
--   SHARE UPDATE EXCLUSIVE on public.customers for a scan: blocks ddl
--   note: scans-object (public.customers) Every row is read; readers and writers go on.
ALTER TABLE public.customers VALIDATE CONSTRAINT customers_token_not_null;

-- carries public.customers.∅ → public.customers.token: forward none, backward none
