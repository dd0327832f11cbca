-- S1 expand create-enum: Create type public.state_req_0001
CREATE TYPE public.state_req_0001 AS ENUM ('new', 'paid', 'gone');
--   back: DROP TYPE public.state_req_0001;

-- S2 expand add-companion: Add state_req_0001 to public.orders, empty and without a default
--   ACCESS EXCLUSIVE on public.orders for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.orders) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.orders ADD COLUMN state_req_0001 public.state_req_0001;
--   back: ALTER TABLE public.orders DROP COLUMN state_req_0001;

-- S3 expand sync-trigger: Keep old and new fields of public.orders equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.orders for a moment: blocks writes
--   note: changes-data (public.orders) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.orders) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_orders_state() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.state_req_0001 IS DISTINCT FROM NEW.state::text::public.state_req_0001) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state_req_0001 IS NOT NULL THEN
      NEW.state := NEW.state_req_0001::text::public.state;
    ELSE
      NEW.state_req_0001 := NEW.state::text::public.state_req_0001;
    END IF;
  ELSIF NEW.state_req_0001 IS DISTINCT FROM OLD.state_req_0001 THEN
    NEW.state := NEW.state_req_0001::text::public.state;
  ELSIF NEW.state IS DISTINCT FROM OLD.state THEN
    NEW.state_req_0001 := NEW.state::text::public.state_req_0001;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_orders_state BEFORE INSERT OR UPDATE ON public.orders FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_orders_state();
--   back: DROP TRIGGER zz_req_0001_sync_orders_state ON public.orders;
--   back: DROP FUNCTION public.zz_req_0001_sync_orders_state();

-- S4 migrate backfill: Fill state_req_0001 of public.orders, batch by batch
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
        UPDATE public.orders SET state_req_0001 = state::text::public.state_req_0001
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (state_req_0001 IS DISTINCT FROM state::text::public.state_req_0001
  AND ((state_req_0001 IS NULL) OR state IS DISTINCT FROM state_req_0001::text::public.state));
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

-- S5 contract deploy-gate: Wait for the release that no longer uses public.orders.state
-- waits for the release that no longer uses public.orders.state

-- S6 contract guard-backfill: Refuse to go on while state_req_0001 of public.orders is not filled to the end
--   ACCESS SHARE on public.orders for a scan: blocks ddl
--   note: scans-object (public.orders) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.orders WHERE state_req_0001 IS DISTINCT FROM state::text::public.state_req_0001
  AND ((state_req_0001 IS NULL) OR state IS DISTINCT FROM state_req_0001::text::public.state)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of state_req_0001 in public.orders is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S7 contract analyze: Gather statistics of public.orders: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.orders for a scan: blocks ddl
ANALYZE public.orders;

-- S8 contract add-check-not-valid: Hold new rows of public.orders to: state is never empty
--   ACCESS EXCLUSIVE on public.orders for a moment: blocks reads-and-writes
ALTER TABLE public.orders ADD CONSTRAINT orders_state_req_0001_required_req_0001 CHECK (state_req_0001 IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.orders DROP CONSTRAINT orders_state_req_0001_required_req_0001;

-- S9 contract validate-check [transaction: own]: Prove for the rows that are there: state is never empty
--   SHARE UPDATE EXCLUSIVE on public.orders for a scan: blocks ddl
--   note: scans-object (public.orders) Every row is read; readers and writers go on.
ALTER TABLE public.orders VALIDATE CONSTRAINT orders_state_req_0001_required_req_0001;

-- S10 contract cut-over: Let state of public.orders take the place of state
--   ACCESS EXCLUSIVE on public.orders for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.orders) Code that still uses state fails.
--   warning: deletes-data (public.orders) The values of state are kept only as what was made of them.
--   note: breaks-running-code (public.orders) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_orders_state ON public.orders;
DROP FUNCTION public.zz_req_0001_sync_orders_state();
ALTER TABLE public.orders ALTER COLUMN state_req_0001 SET NOT NULL;
ALTER TABLE public.orders DROP CONSTRAINT orders_state_req_0001_required_req_0001;
ALTER TABLE public.orders DROP COLUMN state;
ALTER TABLE public.orders RENAME COLUMN state_req_0001 TO state;
ALTER TABLE public.orders RENAME CONSTRAINT orders_state_req_0001_not_null TO orders_state_not_null;
ALTER TABLE public.orders ALTER COLUMN state SET DEFAULT 'new'::public.state_req_0001;
--   back: ALTER TABLE public.orders ALTER COLUMN state DROP DEFAULT;
--   back: ALTER TABLE public.orders RENAME CONSTRAINT orders_state_not_null TO orders_state_req_0001_not_null;
--   back: ALTER TABLE public.orders RENAME COLUMN state TO state_req_0001;
--   back: ALTER TABLE public.orders ADD COLUMN state public.state;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.orders'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.orders', dblead_one);
--           END LOOP;
--           UPDATE public.orders SET state = state_req_0001::text::public.state;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.orders', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.orders ALTER COLUMN state SET NOT NULL;
--   back: ALTER TABLE public.orders ALTER COLUMN state SET DEFAULT 'new'::public.state;
--   back: ALTER TABLE public.orders ADD CONSTRAINT orders_state_req_0001_required_req_0001 CHECK (state_req_0001 IS NOT NULL);
--   back: ALTER TABLE public.orders ALTER COLUMN state_req_0001 DROP NOT NULL;
--   back: CREATE FUNCTION public.zz_req_0001_sync_orders_state() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.state_req_0001 IS DISTINCT FROM NEW.state::text::public.state_req_0001) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.state_req_0001 IS NOT NULL THEN
--               NEW.state := NEW.state_req_0001::text::public.state;
--             ELSE
--               NEW.state_req_0001 := NEW.state::text::public.state_req_0001;
--             END IF;
--           ELSIF NEW.state_req_0001 IS DISTINCT FROM OLD.state_req_0001 THEN
--             NEW.state := NEW.state_req_0001::text::public.state;
--           ELSIF NEW.state IS DISTINCT FROM OLD.state THEN
--             NEW.state_req_0001 := NEW.state::text::public.state_req_0001;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_orders_state BEFORE INSERT OR UPDATE ON public.orders FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_orders_state();

-- S11 contract drop-enum: Drop type public.state
DROP TYPE public.state;
--   back: CREATE TYPE public.state AS ENUM ('new', 'paied', 'gone');

-- S12 contract rename-enum: Let the rebuilt type take the name public.state
ALTER TYPE public.state_req_0001 RENAME TO state;
--   back: ALTER TYPE public.state RENAME TO state_req_0001;

-- precheck conversion/public.orders.state: Every value of public.orders.state fits public.state_req_0001
--   no-rows: SELECT id FROM public.orders WHERE state::text NOT IN ('new', 'paid', 'gone')
-- question possible-rename/postgresql/public.state.paied: Value public.state.paied goes and public.state.paid comes: it stands in the same place of the order (confidence 82 %). Is it one thing under another name?
-- carries public.orders.state → public.orders.state: forward state::text::text, backward state::text::public.state
