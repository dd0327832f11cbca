-- S1 expand add-companion: Add via_req_0001 to public.sales, empty and without a default
--   ACCESS EXCLUSIVE on public.sales for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.sales) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.sales ADD COLUMN via_req_0001 text;
--   back: ALTER TABLE public.sales DROP COLUMN via_req_0001;

-- S2 expand sync-trigger: Keep old and new fields of public.sales equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.sales for a moment: blocks writes
--   note: changes-data (public.sales) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.sales) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_sales_via() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.via_req_0001 IS DISTINCT FROM NEW.via::text) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.via_req_0001 IS NOT NULL THEN
      NEW.via := NEW.via_req_0001::public.channel;
    ELSE
      NEW.via_req_0001 := NEW.via::text;
    END IF;
  ELSIF NEW.via_req_0001 IS DISTINCT FROM OLD.via_req_0001 THEN
    NEW.via := NEW.via_req_0001::public.channel;
  ELSIF NEW.via IS DISTINCT FROM OLD.via THEN
    NEW.via_req_0001 := NEW.via::text;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_sales_via BEFORE INSERT OR UPDATE ON public.sales FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_sales_via();
--   back: DROP TRIGGER zz_req_0001_sync_sales_via ON public.sales;
--   back: DROP FUNCTION public.zz_req_0001_sync_sales_via();

-- S3 expand add-companion: Add also_req_0001 to public.sales, empty and without a default
--   ACCESS EXCLUSIVE on public.sales for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.sales) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.sales ADD COLUMN also_req_0001 text[];
--   back: ALTER TABLE public.sales DROP COLUMN also_req_0001;

-- S4 expand sync-trigger: Keep old and new fields of public.sales equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.sales for a moment: blocks writes
--   note: changes-data (public.sales) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.sales) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_sales_also() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.also_req_0001 IS DISTINCT FROM NEW.also::text[]) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.also_req_0001 IS NOT NULL THEN
      NEW.also := NEW.also_req_0001::public.channel[];
    ELSE
      NEW.also_req_0001 := NEW.also::text[];
    END IF;
  ELSIF NEW.also_req_0001 IS DISTINCT FROM OLD.also_req_0001 THEN
    NEW.also := NEW.also_req_0001::public.channel[];
  ELSIF NEW.also IS DISTINCT FROM OLD.also THEN
    NEW.also_req_0001 := NEW.also::text[];
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_sales_also BEFORE INSERT OR UPDATE ON public.sales FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_sales_also();
--   back: DROP TRIGGER zz_req_0001_sync_sales_also ON public.sales;
--   back: DROP FUNCTION public.zz_req_0001_sync_sales_also();

-- S5 expand clear-invalid-index [transaction: own]: Clear away index sales_by_channel_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.sales_by_channel_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.sales_by_channel_req_0001;
  END IF;
END
$left$;

-- S6 expand create-index-concurrently [transaction: none]: Build sales_by_channel over the new fields of public.sales
--   SHARE UPDATE EXCLUSIVE on public.sales for a build: blocks ddl
--   note: not-transactional (public.sales) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.sales) Every row is read to build the index.
--   note: needs-disk (public.sales) Needs room for the index.
CREATE INDEX CONCURRENTLY sales_by_channel_req_0001 ON public.sales USING btree (via_req_0001);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.sales_by_channel_req_0001;

-- S7 expand check-index: Index sales_by_channel_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.sales_by_channel_req_0001') AND indisvalid

-- S8 migrate backfill: Fill via_req_0001 of public.sales, batch by batch
--   note: changes-data (public.sales) Fills fields that nobody reads yet.
--   note: needs-disk (public.sales) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: id
DO $job$
DECLARE
  dblead_last_1 public.sales.id%TYPE;
  dblead_upper_1 public.sales.id%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT id INTO dblead_upper_1
    FROM (
      SELECT id FROM public.sales
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
        UPDATE public.sales SET via_req_0001 = via::text
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (via_req_0001 IS DISTINCT FROM via::text
  AND ((via_req_0001 IS NULL) OR via IS DISTINCT FROM via_req_0001::public.channel));
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

-- S9 migrate backfill: Fill also_req_0001 of public.sales, batch by batch
--   note: changes-data (public.sales) Fills fields that nobody reads yet.
--   note: needs-disk (public.sales) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: id
DO $job$
DECLARE
  dblead_last_1 public.sales.id%TYPE;
  dblead_upper_1 public.sales.id%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT id INTO dblead_upper_1
    FROM (
      SELECT id FROM public.sales
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
        UPDATE public.sales SET also_req_0001 = also::text[]
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (also_req_0001 IS DISTINCT FROM also::text[]
  AND ((also_req_0001 IS NULL) OR also IS DISTINCT FROM also_req_0001::public.channel[]));
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

-- S10 contract deploy-gate: Wait for the release that no longer uses public.sales.via, public.sales.also
-- waits for the release that no longer uses public.sales.via, public.sales.also

-- S11 contract guard-backfill: Refuse to go on while via_req_0001 of public.sales is not filled to the end
--   ACCESS SHARE on public.sales for a scan: blocks ddl
--   note: scans-object (public.sales) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.sales WHERE via_req_0001 IS DISTINCT FROM via::text
  AND ((via_req_0001 IS NULL) OR via IS DISTINCT FROM via_req_0001::public.channel)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of via_req_0001 in public.sales is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S12 contract guard-backfill: Refuse to go on while also_req_0001 of public.sales is not filled to the end
--   ACCESS SHARE on public.sales for a scan: blocks ddl
--   note: scans-object (public.sales) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.sales WHERE also_req_0001 IS DISTINCT FROM also::text[]
  AND ((also_req_0001 IS NULL) OR also IS DISTINCT FROM also_req_0001::public.channel[])) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of also_req_0001 in public.sales is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S13 contract analyze: Gather statistics of public.sales: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.sales for a scan: blocks ddl
ANALYZE public.sales;

-- S14 contract add-check-not-valid: Hold new rows of public.sales to: sales_via_check
--   ACCESS EXCLUSIVE on public.sales for a moment: blocks reads-and-writes
ALTER TABLE public.sales ADD CONSTRAINT sales_via_check_req_0001 CHECK ((via_req_0001 = ANY (ARRAY['web'::text, 'shop'::text, 'phone'::text]))) NOT VALID;
--   back: ALTER TABLE public.sales DROP CONSTRAINT sales_via_check_req_0001;

-- S15 contract validate-check [transaction: own]: Prove for the rows that are there: sales_via_check
--   SHARE UPDATE EXCLUSIVE on public.sales for a scan: blocks ddl
--   note: scans-object (public.sales) Every row is read; readers and writers go on.
ALTER TABLE public.sales VALIDATE CONSTRAINT sales_via_check_req_0001;

-- S16 contract add-check-not-valid: Hold new rows of public.sales to: via is never empty
--   ACCESS EXCLUSIVE on public.sales for a moment: blocks reads-and-writes
ALTER TABLE public.sales ADD CONSTRAINT sales_via_req_0001_required_req_0001 CHECK (via_req_0001 IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.sales DROP CONSTRAINT sales_via_req_0001_required_req_0001;

-- S17 contract validate-check [transaction: own]: Prove for the rows that are there: via is never empty
--   SHARE UPDATE EXCLUSIVE on public.sales for a scan: blocks ddl
--   note: scans-object (public.sales) Every row is read; readers and writers go on.
ALTER TABLE public.sales VALIDATE CONSTRAINT sales_via_req_0001_required_req_0001;

-- S18 contract cut-over: Let via, also of public.sales take the place of via, also
--   ACCESS EXCLUSIVE on public.sales for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.sales) Code that still uses via, also fails.
--   warning: deletes-data (public.sales) The values of via, also are kept only as what was made of them.
--   note: breaks-running-code (public.sales) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_sales_via ON public.sales;
DROP FUNCTION public.zz_req_0001_sync_sales_via();
DROP TRIGGER zz_req_0001_sync_sales_also ON public.sales;
DROP FUNCTION public.zz_req_0001_sync_sales_also();
ALTER TABLE public.sales ALTER COLUMN via_req_0001 SET NOT NULL;
ALTER TABLE public.sales DROP CONSTRAINT sales_via_req_0001_required_req_0001;
ALTER TABLE public.sales DROP COLUMN via;
ALTER TABLE public.sales DROP COLUMN also;
ALTER TABLE public.sales RENAME COLUMN via_req_0001 TO via;
ALTER TABLE public.sales RENAME COLUMN also_req_0001 TO also;
ALTER TABLE public.sales RENAME CONSTRAINT sales_via_req_0001_not_null TO sales_via_not_null;
ALTER TABLE public.sales RENAME CONSTRAINT sales_via_check_req_0001 TO sales_via_check;
ALTER INDEX public.sales_by_channel_req_0001 RENAME TO sales_by_channel;
ALTER TABLE public.sales ALTER COLUMN via SET DEFAULT 'web'::text;
--   back: ALTER TABLE public.sales ALTER COLUMN via DROP DEFAULT;
--   back: ALTER INDEX public.sales_by_channel RENAME TO sales_by_channel_req_0001;
--   back: ALTER TABLE public.sales RENAME CONSTRAINT sales_via_check TO sales_via_check_req_0001;
--   back: ALTER TABLE public.sales RENAME CONSTRAINT sales_via_not_null TO sales_via_req_0001_not_null;
--   back: ALTER TABLE public.sales RENAME COLUMN via TO via_req_0001;
--   back: ALTER TABLE public.sales RENAME COLUMN also TO also_req_0001;
--   back: ALTER TABLE public.sales ADD COLUMN via public.channel;
--   back: ALTER TABLE public.sales ADD COLUMN also public.channel[];
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.sales'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.sales', dblead_one);
--           END LOOP;
--           UPDATE public.sales SET via = via_req_0001::public.channel, also = also_req_0001::public.channel[];
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.sales', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.sales ALTER COLUMN via SET NOT NULL;
--   back: ALTER TABLE public.sales ALTER COLUMN via SET DEFAULT 'web'::public.channel;
--   back: CREATE INDEX sales_by_channel ON public.sales USING btree (via);
--   back: ALTER TABLE public.sales ADD CONSTRAINT sales_via_req_0001_required_req_0001 CHECK (via_req_0001 IS NOT NULL);
--   back: ALTER TABLE public.sales ALTER COLUMN via_req_0001 DROP NOT NULL;
--   back: CREATE FUNCTION public.zz_req_0001_sync_sales_via() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.via_req_0001 IS DISTINCT FROM NEW.via::text) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.via_req_0001 IS NOT NULL THEN
--               NEW.via := NEW.via_req_0001::public.channel;
--             ELSE
--               NEW.via_req_0001 := NEW.via::text;
--             END IF;
--           ELSIF NEW.via_req_0001 IS DISTINCT FROM OLD.via_req_0001 THEN
--             NEW.via := NEW.via_req_0001::public.channel;
--           ELSIF NEW.via IS DISTINCT FROM OLD.via THEN
--             NEW.via_req_0001 := NEW.via::text;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_sales_via BEFORE INSERT OR UPDATE ON public.sales FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_sales_via();
--   back: CREATE FUNCTION public.zz_req_0001_sync_sales_also() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.also_req_0001 IS DISTINCT FROM NEW.also::text[]) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.also_req_0001 IS NOT NULL THEN
--               NEW.also := NEW.also_req_0001::public.channel[];
--             ELSE
--               NEW.also_req_0001 := NEW.also::text[];
--             END IF;
--           ELSIF NEW.also_req_0001 IS DISTINCT FROM OLD.also_req_0001 THEN
--             NEW.also := NEW.also_req_0001::public.channel[];
--           ELSIF NEW.also IS DISTINCT FROM OLD.also THEN
--             NEW.also_req_0001 := NEW.also::text[];
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_sales_also BEFORE INSERT OR UPDATE ON public.sales FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_sales_also();

-- S19 contract drop-enum: Drop type public.channel
DROP TYPE public.channel;
--   back: CREATE TYPE public.channel AS ENUM ('web', 'shop', 'phone');

-- carries public.sales.via → public.sales.via: forward via::text, backward via::public.channel
-- carries public.sales.also → public.sales.also: forward also::text[], backward also::public.channel[]
