-- S1 expand add-companion: Add amount_req_0001 to public.invoices, empty and without a default
--   ACCESS EXCLUSIVE on public.invoices for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.invoices) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.invoices ADD COLUMN amount_req_0001 bigint;
--   back: ALTER TABLE public.invoices DROP COLUMN amount_req_0001;

-- S2 expand sync-trigger: Keep old and new fields of public.invoices equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.invoices for a moment: blocks writes
--   note: changes-data (public.invoices) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.invoices) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_invoices_amount() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.amount_req_0001 IS DISTINCT FROM (NEW.amount * 100)::bigint) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.amount_req_0001 IS NOT NULL THEN
      NEW.amount := (NEW.amount_req_0001 / 100.0)::numeric(12,2);
    ELSE
      NEW.amount_req_0001 := (NEW.amount * 100)::bigint;
    END IF;
  ELSIF NEW.amount_req_0001 IS DISTINCT FROM OLD.amount_req_0001 THEN
    NEW.amount := (NEW.amount_req_0001 / 100.0)::numeric(12,2);
  ELSIF NEW.amount IS DISTINCT FROM OLD.amount THEN
    NEW.amount_req_0001 := (NEW.amount * 100)::bigint;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_invoices_amount BEFORE INSERT OR UPDATE ON public.invoices FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_invoices_amount();
--   back: DROP TRIGGER zz_req_0001_sync_invoices_amount ON public.invoices;
--   back: DROP FUNCTION public.zz_req_0001_sync_invoices_amount();

-- S3 migrate backfill: Fill amount_req_0001 of public.invoices, batch by batch
--   note: changes-data (public.invoices) Fills fields that nobody reads yet.
--   note: needs-disk (public.invoices) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: id
DO $job$
DECLARE
  dblead_last_1 public.invoices.id%TYPE;
  dblead_upper_1 public.invoices.id%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT id INTO dblead_upper_1
    FROM (
      SELECT id FROM public.invoices
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
        UPDATE public.invoices SET amount_req_0001 = (amount * 100)::bigint
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (amount_req_0001 IS DISTINCT FROM (amount * 100)::bigint
  AND ((amount_req_0001 IS NULL) OR amount IS DISTINCT FROM (amount_req_0001 / 100.0)::numeric(12,2)));
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

-- S4 contract deploy-gate: Wait for the release that no longer uses public.invoices.amount
-- waits for the release that no longer uses public.invoices.amount

-- S5 contract guard-backfill: Refuse to go on while amount_req_0001 of public.invoices is not filled to the end
--   ACCESS SHARE on public.invoices for a scan: blocks ddl
--   note: scans-object (public.invoices) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.invoices WHERE amount_req_0001 IS DISTINCT FROM (amount * 100)::bigint
  AND ((amount_req_0001 IS NULL) OR amount IS DISTINCT FROM (amount_req_0001 / 100.0)::numeric(12,2))) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of amount_req_0001 in public.invoices is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S6 contract analyze: Gather statistics of public.invoices: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.invoices for a scan: blocks ddl
ANALYZE public.invoices;

-- S7 contract add-check-not-valid: Hold new rows of public.invoices to: invoices_amount_check
--   ACCESS EXCLUSIVE on public.invoices for a moment: blocks reads-and-writes
ALTER TABLE public.invoices ADD CONSTRAINT invoices_amount_check_req_0001 CHECK ((amount_req_0001 >= 0)) NOT VALID;
--   back: ALTER TABLE public.invoices DROP CONSTRAINT invoices_amount_check_req_0001;

-- S8 contract validate-check [transaction: own]: Prove for the rows that are there: invoices_amount_check
--   SHARE UPDATE EXCLUSIVE on public.invoices for a scan: blocks ddl
--   note: scans-object (public.invoices) Every row is read; readers and writers go on.
ALTER TABLE public.invoices VALIDATE CONSTRAINT invoices_amount_check_req_0001;

-- S9 contract add-check-not-valid: Hold new rows of public.invoices to: amount is never empty
--   ACCESS EXCLUSIVE on public.invoices for a moment: blocks reads-and-writes
ALTER TABLE public.invoices ADD CONSTRAINT invoices_amount_req_0001_required_req_0001 CHECK (amount_req_0001 IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.invoices DROP CONSTRAINT invoices_amount_req_0001_required_req_0001;

-- S10 contract validate-check [transaction: own]: Prove for the rows that are there: amount is never empty
--   SHARE UPDATE EXCLUSIVE on public.invoices for a scan: blocks ddl
--   note: scans-object (public.invoices) Every row is read; readers and writers go on.
ALTER TABLE public.invoices VALIDATE CONSTRAINT invoices_amount_req_0001_required_req_0001;

-- S11 contract cut-over: Let amount of public.invoices take the place of amount
--   ACCESS EXCLUSIVE on public.invoices for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.invoices) Code that still uses amount fails.
--   warning: deletes-data (public.invoices) The values of amount are kept only as what was made of them.
--   note: breaks-running-code (public.invoices) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_invoices_amount ON public.invoices;
DROP FUNCTION public.zz_req_0001_sync_invoices_amount();
ALTER TABLE public.invoices ALTER COLUMN amount_req_0001 SET NOT NULL;
ALTER TABLE public.invoices DROP CONSTRAINT invoices_amount_req_0001_required_req_0001;
ALTER TABLE public.invoices DROP COLUMN amount;
ALTER TABLE public.invoices RENAME COLUMN amount_req_0001 TO amount;
ALTER TABLE public.invoices RENAME CONSTRAINT invoices_amount_req_0001_not_null TO invoices_amount_not_null;
ALTER TABLE public.invoices RENAME CONSTRAINT invoices_amount_check_req_0001 TO invoices_amount_check;
ALTER TABLE public.invoices ALTER COLUMN amount SET DEFAULT 0;
--   back: ALTER TABLE public.invoices ALTER COLUMN amount DROP DEFAULT;
--   back: ALTER TABLE public.invoices RENAME CONSTRAINT invoices_amount_check TO invoices_amount_check_req_0001;
--   back: ALTER TABLE public.invoices RENAME CONSTRAINT invoices_amount_not_null TO invoices_amount_req_0001_not_null;
--   back: ALTER TABLE public.invoices RENAME COLUMN amount TO amount_req_0001;
--   back: ALTER TABLE public.invoices ADD COLUMN amount numeric(12,2);
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.invoices'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.invoices', dblead_one);
--           END LOOP;
--           UPDATE public.invoices SET amount = (amount_req_0001 / 100.0)::numeric(12,2);
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.invoices', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.invoices ALTER COLUMN amount SET NOT NULL;
--   back: ALTER TABLE public.invoices ALTER COLUMN amount SET DEFAULT 0;
--   back: ALTER TABLE public.invoices ADD CONSTRAINT invoices_amount_check CHECK ((amount >= (0)::numeric));
--   back: ALTER TABLE public.invoices ADD CONSTRAINT invoices_amount_req_0001_required_req_0001 CHECK (amount_req_0001 IS NOT NULL);
--   back: ALTER TABLE public.invoices ALTER COLUMN amount_req_0001 DROP NOT NULL;
--   back: CREATE FUNCTION public.zz_req_0001_sync_invoices_amount() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.amount_req_0001 IS DISTINCT FROM (NEW.amount * 100)::bigint) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.amount_req_0001 IS NOT NULL THEN
--               NEW.amount := (NEW.amount_req_0001 / 100.0)::numeric(12,2);
--             ELSE
--               NEW.amount_req_0001 := (NEW.amount * 100)::bigint;
--             END IF;
--           ELSIF NEW.amount_req_0001 IS DISTINCT FROM OLD.amount_req_0001 THEN
--             NEW.amount := (NEW.amount_req_0001 / 100.0)::numeric(12,2);
--           ELSIF NEW.amount IS DISTINCT FROM OLD.amount THEN
--             NEW.amount_req_0001 := (NEW.amount * 100)::bigint;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_invoices_amount BEFORE INSERT OR UPDATE ON public.invoices FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_invoices_amount();

-- precheck inverse/public.invoices/amount: Every row of public.invoices comes back as it was by the declared way back (amount → amount)
--   no-rows: SELECT id FROM public.invoices WHERE amount IS DISTINCT FROM (((amount * 100)::bigint) / 100.0)::numeric(12,2) OR ((amount * 100)::bigint) IS NULL
-- carries public.invoices.amount → public.invoices.amount: forward (amount * 100)::bigint, backward (amount / 100.0)::numeric(12,2)
