-- S1 expand add-companion: Add Price (€) to public."Order Lines", empty and without a default
--   ACCESS EXCLUSIVE on public."Order Lines" for a moment: blocks reads-and-writes
--   note: breaks-running-code (public."Order Lines") A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public."Order Lines" ADD COLUMN "Price (€)" numeric(10,2);
--   back: ALTER TABLE public."Order Lines" DROP COLUMN "Price (€)";

-- S2 expand sync-trigger: Keep old and new fields of public."Order Lines" equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public."Order Lines" for a moment: blocks writes
--   note: changes-data (public."Order Lines") Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public."Order Lines") Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public."zz_req_0001_sync_Order Lines_Price (€)"() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW."Price (€)" IS DISTINCT FROM NEW."Unit Price") THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW."Price (€)" IS NOT NULL THEN
      NEW."Unit Price" := NEW."Price (€)";
    ELSE
      NEW."Price (€)" := NEW."Unit Price";
    END IF;
  ELSIF NEW."Price (€)" IS DISTINCT FROM OLD."Price (€)" THEN
    NEW."Unit Price" := NEW."Price (€)";
  ELSIF NEW."Unit Price" IS DISTINCT FROM OLD."Unit Price" THEN
    NEW."Price (€)" := NEW."Unit Price";
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER "zz_req_0001_sync_Order Lines_Price (€)" BEFORE INSERT OR UPDATE ON public."Order Lines" FOR EACH ROW EXECUTE FUNCTION public."zz_req_0001_sync_Order Lines_Price (€)"();
--   back: DROP TRIGGER "zz_req_0001_sync_Order Lines_Price (€)" ON public."Order Lines";
--   back: DROP FUNCTION public."zz_req_0001_sync_Order Lines_Price (€)"();

-- S3 expand clear-invalid-index [transaction: own]: Clear away index By Price_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public."By Price_req_0001"') AND NOT indisvalid) THEN
    DROP INDEX public."By Price_req_0001";
  END IF;
END
$left$;

-- S4 expand create-index-concurrently [transaction: none]: Build By Price over the new fields of public."Order Lines"
--   SHARE UPDATE EXCLUSIVE on public."Order Lines" for a build: blocks ddl
--   note: not-transactional (public."Order Lines") A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public."Order Lines") Every row is read to build the index.
--   note: needs-disk (public."Order Lines") Needs room for the index.
CREATE INDEX CONCURRENTLY "By Price_req_0001" ON public."Order Lines" USING btree ("Price (€)");
--   back: DROP INDEX CONCURRENTLY IF EXISTS public."By Price_req_0001";

-- S5 expand check-index: Index By Price_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public."By Price_req_0001"') AND indisvalid

-- S6 migrate backfill: Fill Price (€) of public."Order Lines", batch by batch
--   note: changes-data (public."Order Lines") Fills fields that nobody reads yet.
--   note: needs-disk (public."Order Lines") Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: id
DO $job$
DECLARE
  dblead_last_1 public."Order Lines".id%TYPE;
  dblead_upper_1 public."Order Lines".id%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT id INTO dblead_upper_1
    FROM (
      SELECT id FROM public."Order Lines"
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
        UPDATE public."Order Lines" SET "Price (€)" = "Unit Price"
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND ("Price (€)" IS DISTINCT FROM "Unit Price"
  AND (("Price (€)" IS NULL) OR "Unit Price" IS DISTINCT FROM "Price (€)"));
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

-- S7 contract deploy-gate: Wait for the release that no longer uses public."Order Lines"."Unit Price"
-- waits for the release that no longer uses public."Order Lines"."Unit Price"

-- S8 contract guard-backfill: Refuse to go on while Price (€) of public."Order Lines" is not filled to the end
--   ACCESS SHARE on public."Order Lines" for a scan: blocks ddl
--   note: scans-object (public."Order Lines") Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public."Order Lines" WHERE "Price (€)" IS DISTINCT FROM "Unit Price"
  AND (("Price (€)" IS NULL) OR "Unit Price" IS DISTINCT FROM "Price (€)")) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of Price (€) in public."Order Lines" is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S9 contract analyze: Gather statistics of public."Order Lines": the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public."Order Lines" for a scan: blocks ddl
ANALYZE public."Order Lines";

-- S10 contract add-check-not-valid: Hold new rows of public."Order Lines" to: Order Lines_Unit Price_check
--   ACCESS EXCLUSIVE on public."Order Lines" for a moment: blocks reads-and-writes
ALTER TABLE public."Order Lines" ADD CONSTRAINT "Order Lines_Unit Price_check_req_0001" CHECK (("Price (€)" > (0)::numeric)) NOT VALID;
--   back: ALTER TABLE public."Order Lines" DROP CONSTRAINT "Order Lines_Unit Price_check_req_0001";

-- S11 contract validate-check [transaction: own]: Prove for the rows that are there: Order Lines_Unit Price_check
--   SHARE UPDATE EXCLUSIVE on public."Order Lines" for a scan: blocks ddl
--   note: scans-object (public."Order Lines") Every row is read; readers and writers go on.
ALTER TABLE public."Order Lines" VALIDATE CONSTRAINT "Order Lines_Unit Price_check_req_0001";

-- S12 contract add-check-not-valid: Hold new rows of public."Order Lines" to: Price (€) is never empty
--   ACCESS EXCLUSIVE on public."Order Lines" for a moment: blocks reads-and-writes
ALTER TABLE public."Order Lines" ADD CONSTRAINT "Order Lines_Price (€)_required_req_0001" CHECK ("Price (€)" IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public."Order Lines" DROP CONSTRAINT "Order Lines_Price (€)_required_req_0001";

-- S13 contract validate-check [transaction: own]: Prove for the rows that are there: Price (€) is never empty
--   SHARE UPDATE EXCLUSIVE on public."Order Lines" for a scan: blocks ddl
--   note: scans-object (public."Order Lines") Every row is read; readers and writers go on.
ALTER TABLE public."Order Lines" VALIDATE CONSTRAINT "Order Lines_Price (€)_required_req_0001";

-- S14 contract cut-over: Let Price (€) of public."Order Lines" take the place of Unit Price
--   ACCESS EXCLUSIVE on public."Order Lines" for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public."Order Lines") Code that still uses Unit Price fails.
--   warning: deletes-data (public."Order Lines") The values of Unit Price are kept only as what was made of them.
--   note: breaks-running-code (public."Order Lines") A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER "zz_req_0001_sync_Order Lines_Price (€)" ON public."Order Lines";
DROP FUNCTION public."zz_req_0001_sync_Order Lines_Price (€)"();
ALTER TABLE public."Order Lines" ALTER COLUMN "Price (€)" SET NOT NULL;
ALTER TABLE public."Order Lines" DROP CONSTRAINT "Order Lines_Price (€)_required_req_0001";
ALTER TABLE public."Order Lines" DROP COLUMN "Unit Price";
ALTER TABLE public."Order Lines" RENAME CONSTRAINT "Order Lines_Unit Price_check_req_0001" TO "Order Lines_Unit Price_check";
ALTER INDEX public."By Price_req_0001" RENAME TO "By Price";
--   back: ALTER INDEX public."By Price" RENAME TO "By Price_req_0001";
--   back: ALTER TABLE public."Order Lines" RENAME CONSTRAINT "Order Lines_Unit Price_check" TO "Order Lines_Unit Price_check_req_0001";
--   back: ALTER TABLE public."Order Lines" ADD COLUMN "Unit Price" numeric(10,2);
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public."Order Lines"'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public."Order Lines"', dblead_one);
--           END LOOP;
--           UPDATE public."Order Lines" SET "Unit Price" = "Price (€)";
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public."Order Lines"', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public."Order Lines" ALTER COLUMN "Unit Price" SET NOT NULL;
--   back: ALTER TABLE public."Order Lines" ADD CONSTRAINT "Order Lines_Unit Price_check" CHECK (("Unit Price" > (0)::numeric));
--   back: CREATE INDEX "By Price" ON public."Order Lines" USING btree ("Unit Price");
--   back: ALTER TABLE public."Order Lines" ADD CONSTRAINT "Order Lines_Price (€)_required_req_0001" CHECK ("Price (€)" IS NOT NULL);
--   back: ALTER TABLE public."Order Lines" ALTER COLUMN "Price (€)" DROP NOT NULL;
--   back: CREATE FUNCTION public."zz_req_0001_sync_Order Lines_Price (€)"() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW."Price (€)" IS DISTINCT FROM NEW."Unit Price") THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW."Price (€)" IS NOT NULL THEN
--               NEW."Unit Price" := NEW."Price (€)";
--             ELSE
--               NEW."Price (€)" := NEW."Unit Price";
--             END IF;
--           ELSIF NEW."Price (€)" IS DISTINCT FROM OLD."Price (€)" THEN
--             NEW."Unit Price" := NEW."Price (€)";
--           ELSIF NEW."Unit Price" IS DISTINCT FROM OLD."Unit Price" THEN
--             NEW."Price (€)" := NEW."Unit Price";
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER "zz_req_0001_sync_Order Lines_Price (€)" BEFORE INSERT OR UPDATE ON public."Order Lines" FOR EACH ROW EXECUTE FUNCTION public."zz_req_0001_sync_Order Lines_Price (€)"();

-- S15 contract rename-not-null: Give the NOT NULL of public."Order Lines"."Price (€)" its name
--   ACCESS EXCLUSIVE on public."Order Lines" for a moment: blocks reads-and-writes
ALTER TABLE public."Order Lines" RENAME CONSTRAINT "Order Lines_Price (€)_not_null" TO "Order Lines_Unit Price_not_null";
--   back: ALTER TABLE public."Order Lines" RENAME CONSTRAINT "Order Lines_Unit Price_not_null" TO "Order Lines_Price (€)_not_null";

-- carries public."Order Lines".Unit Price → public."Order Lines".Price (€): forward "Unit Price", backward "Price (€)"
