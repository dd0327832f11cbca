-- S1 expand add-companion: Add quantity to public.stock, empty and without a default
--   ACCESS EXCLUSIVE on public.stock for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.stock) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.stock ADD COLUMN quantity integer;
--   back: ALTER TABLE public.stock DROP COLUMN quantity;

-- S2 expand sync-trigger: Keep old and new fields of public.stock equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.stock for a moment: blocks writes
--   note: changes-data (public.stock) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.stock) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_stock_quantity() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.quantity IS DISTINCT FROM NEW.amount) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.quantity IS NOT NULL THEN
      NEW.amount := NEW.quantity;
    ELSE
      NEW.quantity := NEW.amount;
    END IF;
  ELSIF NEW.quantity IS DISTINCT FROM OLD.quantity THEN
    NEW.amount := NEW.quantity;
  ELSIF NEW.amount IS DISTINCT FROM OLD.amount THEN
    NEW.quantity := NEW.amount;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_stock_quantity BEFORE INSERT OR UPDATE ON public.stock FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_stock_quantity();
--   back: DROP TRIGGER zz_req_0001_sync_stock_quantity ON public.stock;
--   back: DROP FUNCTION public.zz_req_0001_sync_stock_quantity();

-- S3 migrate backfill: Fill quantity of public.stock, batch by batch
--   note: changes-data (public.stock) Fills fields that nobody reads yet.
--   note: needs-disk (public.stock) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: shop, item
DO $job$
DECLARE
  dblead_last_1 public.stock.shop%TYPE;
  dblead_last_2 public.stock.item%TYPE;
  dblead_upper_1 public.stock.shop%TYPE;
  dblead_upper_2 public.stock.item%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT shop, item INTO dblead_upper_1, dblead_upper_2
    FROM (
      SELECT shop, item FROM public.stock
      WHERE dblead_first OR (shop, item) > (dblead_last_1, dblead_last_2)
      ORDER BY shop, item LIMIT 2000
    ) AS batch
    ORDER BY shop DESC, item DESC LIMIT 1;
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
        UPDATE public.stock SET quantity = amount
        WHERE (dblead_first OR (shop, item) > (dblead_last_1, dblead_last_2)) AND (shop, item) <= (dblead_upper_1, dblead_upper_2)
          AND (quantity IS DISTINCT FROM amount
  AND ((quantity IS NULL) OR amount IS DISTINCT FROM quantity));
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
    dblead_last_1 := dblead_upper_1; dblead_last_2 := dblead_upper_2;
    dblead_first := false;
  END LOOP;
END
$job$;

-- S4 contract deploy-gate: Wait for the release that no longer uses public.stock.amount
-- waits for the release that no longer uses public.stock.amount

-- S5 contract guard-backfill: Refuse to go on while quantity of public.stock is not filled to the end
--   ACCESS SHARE on public.stock for a scan: blocks ddl
--   note: scans-object (public.stock) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.stock WHERE quantity IS DISTINCT FROM amount
  AND ((quantity IS NULL) OR amount IS DISTINCT FROM quantity)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of quantity in public.stock is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S6 contract analyze: Gather statistics of public.stock: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.stock for a scan: blocks ddl
ANALYZE public.stock;

-- S7 contract add-check-not-valid: Hold new rows of public.stock to: quantity is never empty
--   ACCESS EXCLUSIVE on public.stock for a moment: blocks reads-and-writes
ALTER TABLE public.stock ADD CONSTRAINT stock_quantity_required_req_0001 CHECK (quantity IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.stock DROP CONSTRAINT stock_quantity_required_req_0001;

-- S8 contract validate-check [transaction: own]: Prove for the rows that are there: quantity is never empty
--   SHARE UPDATE EXCLUSIVE on public.stock for a scan: blocks ddl
--   note: scans-object (public.stock) Every row is read; readers and writers go on.
ALTER TABLE public.stock VALIDATE CONSTRAINT stock_quantity_required_req_0001;

-- S9 contract cut-over: Let quantity of public.stock take the place of amount
--   ACCESS EXCLUSIVE on public.stock for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.stock) Code that still uses amount fails.
--   warning: deletes-data (public.stock) The values of amount are kept only as what was made of them.
--   note: breaks-running-code (public.stock) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_stock_quantity ON public.stock;
DROP FUNCTION public.zz_req_0001_sync_stock_quantity();
ALTER TABLE public.stock ALTER COLUMN quantity SET NOT NULL;
ALTER TABLE public.stock DROP CONSTRAINT stock_quantity_required_req_0001;
ALTER TABLE public.stock DROP COLUMN amount;
ALTER TABLE public.stock ALTER COLUMN quantity SET DEFAULT 0;
--   back: ALTER TABLE public.stock ALTER COLUMN quantity DROP DEFAULT;
--   back: ALTER TABLE public.stock ADD COLUMN amount integer;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.stock'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.stock', dblead_one);
--           END LOOP;
--           UPDATE public.stock SET amount = quantity;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.stock', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.stock ALTER COLUMN amount SET NOT NULL;
--   back: ALTER TABLE public.stock ALTER COLUMN amount SET DEFAULT 0;
--   back: ALTER TABLE public.stock ADD CONSTRAINT stock_quantity_required_req_0001 CHECK (quantity IS NOT NULL);
--   back: ALTER TABLE public.stock ALTER COLUMN quantity DROP NOT NULL;
--   back: CREATE FUNCTION public.zz_req_0001_sync_stock_quantity() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.quantity IS DISTINCT FROM NEW.amount) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.quantity IS NOT NULL THEN
--               NEW.amount := NEW.quantity;
--             ELSE
--               NEW.quantity := NEW.amount;
--             END IF;
--           ELSIF NEW.quantity IS DISTINCT FROM OLD.quantity THEN
--             NEW.amount := NEW.quantity;
--           ELSIF NEW.amount IS DISTINCT FROM OLD.amount THEN
--             NEW.quantity := NEW.amount;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_stock_quantity BEFORE INSERT OR UPDATE ON public.stock FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_stock_quantity();

-- S10 contract rename-not-null: Give the NOT NULL of public.stock.quantity its name
--   ACCESS EXCLUSIVE on public.stock for a moment: blocks reads-and-writes
ALTER TABLE public.stock RENAME CONSTRAINT stock_quantity_not_null TO stock_amount_not_null;
--   back: ALTER TABLE public.stock RENAME CONSTRAINT stock_amount_not_null TO stock_quantity_not_null;

-- carries public.stock.amount → public.stock.quantity: forward amount, backward quantity
