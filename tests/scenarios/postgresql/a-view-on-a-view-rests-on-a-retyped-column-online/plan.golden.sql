-- S1 expand add-companion: Add amount_req_0001 to public.item, empty and without a default
--   ACCESS EXCLUSIVE on public.item for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.item) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.item ADD COLUMN amount_req_0001 bigint;
--   back: ALTER TABLE public.item DROP COLUMN amount_req_0001;

-- S2 expand sync-trigger: Keep old and new fields of public.item equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.item for a moment: blocks writes
--   note: changes-data (public.item) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.item) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_item_amount() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.amount_req_0001 IS DISTINCT FROM NEW.amount::bigint) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.amount_req_0001 IS NOT NULL THEN
      NEW.amount := NEW.amount_req_0001::integer;
    ELSE
      NEW.amount_req_0001 := NEW.amount::bigint;
    END IF;
  ELSIF NEW.amount_req_0001 IS DISTINCT FROM OLD.amount_req_0001 THEN
    NEW.amount := NEW.amount_req_0001::integer;
  ELSIF NEW.amount IS DISTINCT FROM OLD.amount THEN
    NEW.amount_req_0001 := NEW.amount::bigint;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_item_amount BEFORE INSERT OR UPDATE ON public.item FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_item_amount();
--   back: DROP TRIGGER zz_req_0001_sync_item_amount ON public.item;
--   back: DROP FUNCTION public.zz_req_0001_sync_item_amount();

-- S3 migrate backfill: Fill amount_req_0001 of public.item, batch by batch
--   note: changes-data (public.item) Fills fields that nobody reads yet.
--   note: needs-disk (public.item) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: id
DO $job$
DECLARE
  dblead_last_1 public.item.id%TYPE;
  dblead_upper_1 public.item.id%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT id INTO dblead_upper_1
    FROM (
      SELECT id FROM public.item
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
        UPDATE public.item SET amount_req_0001 = amount::bigint
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (amount_req_0001 IS DISTINCT FROM amount::bigint
  AND ((amount_req_0001 IS NULL) OR amount IS DISTINCT FROM amount_req_0001::integer));
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

-- S4 contract deploy-gate: Wait for the release that no longer uses public.item.amount
-- waits for the release that no longer uses public.item.amount

-- S5 contract guard-backfill: Refuse to go on while amount_req_0001 of public.item is not filled to the end
--   ACCESS SHARE on public.item for a scan: blocks ddl
--   note: scans-object (public.item) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.item WHERE amount_req_0001 IS DISTINCT FROM amount::bigint
  AND ((amount_req_0001 IS NULL) OR amount IS DISTINCT FROM amount_req_0001::integer)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of amount_req_0001 in public.item is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S6 contract analyze: Gather statistics of public.item: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.item for a scan: blocks ddl
ANALYZE public.item;

-- S7 contract add-check-not-valid: Hold new rows of public.item to: amount is never empty
--   ACCESS EXCLUSIVE on public.item for a moment: blocks reads-and-writes
ALTER TABLE public.item ADD CONSTRAINT item_amount_req_0001_required_req_0001 CHECK (amount_req_0001 IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.item DROP CONSTRAINT item_amount_req_0001_required_req_0001;

-- S8 contract validate-check [transaction: own]: Prove for the rows that are there: amount is never empty
--   SHARE UPDATE EXCLUSIVE on public.item for a scan: blocks ddl
--   note: scans-object (public.item) Every row is read; readers and writers go on.
ALTER TABLE public.item VALIDATE CONSTRAINT item_amount_req_0001_required_req_0001;

-- S9 contract take-dependents-away: Take away for a moment: view public.first, view public.second
--   ACCESS EXCLUSIVE on public.first for a transaction: blocks reads-and-writes
--   ACCESS EXCLUSIVE on public.second for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.first) Rests on what changes: gone until the last step of this transaction puts it back.
--   note: breaks-dependents (public.second) Rests on what changes: gone until the last step of this transaction puts it back.
DROP VIEW public.second;
DROP VIEW public.first;
--   back: CREATE VIEW public.first AS
--         SELECT id,
--             amount
--            FROM public.item;
--   back: CREATE VIEW public.second AS
--         SELECT id,
--             (amount * 2) AS twice
--            FROM public.first;

-- S10 contract cut-over: Let amount of public.item take the place of amount
--   ACCESS EXCLUSIVE on public.item for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.item) Code that still uses amount fails.
--   warning: deletes-data (public.item) The values of amount are kept only as what was made of them.
--   note: breaks-running-code (public.item) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_item_amount ON public.item;
DROP FUNCTION public.zz_req_0001_sync_item_amount();
ALTER TABLE public.item ALTER COLUMN amount_req_0001 SET NOT NULL;
ALTER TABLE public.item DROP CONSTRAINT item_amount_req_0001_required_req_0001;
ALTER TABLE public.item DROP COLUMN amount;
ALTER TABLE public.item RENAME COLUMN amount_req_0001 TO amount;
ALTER TABLE public.item RENAME CONSTRAINT item_amount_req_0001_not_null TO item_amount_not_null;
ALTER TABLE public.item ALTER COLUMN amount SET DEFAULT 0;
--   back: ALTER TABLE public.item ALTER COLUMN amount DROP DEFAULT;
--   back: ALTER TABLE public.item RENAME CONSTRAINT item_amount_not_null TO item_amount_req_0001_not_null;
--   back: ALTER TABLE public.item RENAME COLUMN amount TO amount_req_0001;
--   back: ALTER TABLE public.item ADD COLUMN amount integer;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.item'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.item', dblead_one);
--           END LOOP;
--           UPDATE public.item SET amount = amount_req_0001::integer;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.item', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.item ALTER COLUMN amount SET NOT NULL;
--   back: ALTER TABLE public.item ALTER COLUMN amount SET DEFAULT 0;
--   back: ALTER TABLE public.item ADD CONSTRAINT item_amount_req_0001_required_req_0001 CHECK (amount_req_0001 IS NOT NULL);
--   back: ALTER TABLE public.item ALTER COLUMN amount_req_0001 DROP NOT NULL;
--   back: CREATE FUNCTION public.zz_req_0001_sync_item_amount() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.amount_req_0001 IS DISTINCT FROM NEW.amount::bigint) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.amount_req_0001 IS NOT NULL THEN
--               NEW.amount := NEW.amount_req_0001::integer;
--             ELSE
--               NEW.amount_req_0001 := NEW.amount::bigint;
--             END IF;
--           ELSIF NEW.amount_req_0001 IS DISTINCT FROM OLD.amount_req_0001 THEN
--             NEW.amount := NEW.amount_req_0001::integer;
--           ELSIF NEW.amount IS DISTINCT FROM OLD.amount THEN
--             NEW.amount_req_0001 := NEW.amount::bigint;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_item_amount BEFORE INSERT OR UPDATE ON public.item FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_item_amount();

-- S11 contract put-dependents-back: Put in place: view public.first, view public.second
CREATE VIEW public.first AS
SELECT id,
    amount
   FROM public.item;
CREATE VIEW public.second AS
SELECT id,
    (amount * 2) AS twice
   FROM public.first;
--   back: DROP VIEW public.second;
--   back: DROP VIEW public.first;

-- carries public.item.amount → public.item.amount: forward amount::bigint, backward amount::integer
