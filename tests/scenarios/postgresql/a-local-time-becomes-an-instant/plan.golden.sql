-- S1 expand add-companion: Add shipped_req_0001 to public.parcels, empty and without a default
--   ACCESS EXCLUSIVE on public.parcels for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.parcels) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.parcels ADD COLUMN shipped_req_0001 timestamp with time zone;
--   back: ALTER TABLE public.parcels DROP COLUMN shipped_req_0001;

-- S2 expand sync-trigger: Keep old and new fields of public.parcels equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.parcels for a moment: blocks writes
--   note: changes-data (public.parcels) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.parcels) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
--   warning: changes-data (public.parcels.shipped) Times are converted in the time zone of the session (TimeZone): whoever writes meanwhile, and the plan itself, must use the one that the stored times mean.
CREATE FUNCTION public.zz_req_0001_sync_parcels_shipped() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.shipped_req_0001 IS DISTINCT FROM NEW.shipped::timestamp with time zone) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.shipped_req_0001 IS NOT NULL THEN
      NEW.shipped := NEW.shipped_req_0001::timestamp without time zone;
    ELSE
      NEW.shipped_req_0001 := NEW.shipped::timestamp with time zone;
    END IF;
  ELSIF NEW.shipped_req_0001 IS DISTINCT FROM OLD.shipped_req_0001 THEN
    NEW.shipped := NEW.shipped_req_0001::timestamp without time zone;
  ELSIF NEW.shipped IS DISTINCT FROM OLD.shipped THEN
    NEW.shipped_req_0001 := NEW.shipped::timestamp with time zone;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_parcels_shipped BEFORE INSERT OR UPDATE ON public.parcels FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_parcels_shipped();
--   back: DROP TRIGGER zz_req_0001_sync_parcels_shipped ON public.parcels;
--   back: DROP FUNCTION public.zz_req_0001_sync_parcels_shipped();

-- S3 expand clear-invalid-index [transaction: own]: Clear away index parcels_by_shipped_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.parcels_by_shipped_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.parcels_by_shipped_req_0001;
  END IF;
END
$left$;

-- S4 expand create-index-concurrently [transaction: none]: Build parcels_by_shipped over the new fields of public.parcels
--   SHARE UPDATE EXCLUSIVE on public.parcels for a build: blocks ddl
--   note: not-transactional (public.parcels) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.parcels) Every row is read to build the index.
--   note: needs-disk (public.parcels) Needs room for the index.
CREATE INDEX CONCURRENTLY parcels_by_shipped_req_0001 ON public.parcels USING btree (shipped_req_0001);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.parcels_by_shipped_req_0001;

-- S5 expand check-index: Index parcels_by_shipped_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.parcels_by_shipped_req_0001') AND indisvalid

-- S6 migrate backfill: Fill shipped_req_0001 of public.parcels, batch by batch
--   note: changes-data (public.parcels) Fills fields that nobody reads yet.
--   note: needs-disk (public.parcels) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: id
DO $job$
DECLARE
  dblead_last_1 public.parcels.id%TYPE;
  dblead_upper_1 public.parcels.id%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT id INTO dblead_upper_1
    FROM (
      SELECT id FROM public.parcels
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
        UPDATE public.parcels SET shipped_req_0001 = shipped::timestamp with time zone
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (shipped_req_0001 IS DISTINCT FROM shipped::timestamp with time zone
  AND ((shipped_req_0001 IS NULL) OR shipped IS DISTINCT FROM shipped_req_0001::timestamp without time zone));
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

-- S7 contract deploy-gate: Wait for the release that no longer uses public.parcels.shipped
-- waits for the release that no longer uses public.parcels.shipped

-- S8 contract guard-backfill: Refuse to go on while shipped_req_0001 of public.parcels is not filled to the end
--   ACCESS SHARE on public.parcels for a scan: blocks ddl
--   note: scans-object (public.parcels) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.parcels WHERE shipped_req_0001 IS DISTINCT FROM shipped::timestamp with time zone
  AND ((shipped_req_0001 IS NULL) OR shipped IS DISTINCT FROM shipped_req_0001::timestamp without time zone)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of shipped_req_0001 in public.parcels is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S9 contract analyze: Gather statistics of public.parcels: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.parcels for a scan: blocks ddl
ANALYZE public.parcels;

-- S10 contract cut-over: Let shipped of public.parcels take the place of shipped
--   ACCESS EXCLUSIVE on public.parcels for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.parcels) Code that still uses shipped fails.
--   warning: deletes-data (public.parcels) The values of shipped are kept only as what was made of them.
--   note: breaks-running-code (public.parcels) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_parcels_shipped ON public.parcels;
DROP FUNCTION public.zz_req_0001_sync_parcels_shipped();
ALTER TABLE public.parcels DROP COLUMN shipped;
ALTER TABLE public.parcels RENAME COLUMN shipped_req_0001 TO shipped;
ALTER INDEX public.parcels_by_shipped_req_0001 RENAME TO parcels_by_shipped;
--   back: ALTER INDEX public.parcels_by_shipped RENAME TO parcels_by_shipped_req_0001;
--   back: ALTER TABLE public.parcels RENAME COLUMN shipped TO shipped_req_0001;
--   back: ALTER TABLE public.parcels ADD COLUMN shipped timestamp without time zone;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.parcels'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.parcels', dblead_one);
--           END LOOP;
--           UPDATE public.parcels SET shipped = shipped_req_0001::timestamp without time zone;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.parcels', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: CREATE INDEX parcels_by_shipped ON public.parcels USING btree (shipped);
--   back: CREATE FUNCTION public.zz_req_0001_sync_parcels_shipped() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.shipped_req_0001 IS DISTINCT FROM NEW.shipped::timestamp with time zone) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.shipped_req_0001 IS NOT NULL THEN
--               NEW.shipped := NEW.shipped_req_0001::timestamp without time zone;
--             ELSE
--               NEW.shipped_req_0001 := NEW.shipped::timestamp with time zone;
--             END IF;
--           ELSIF NEW.shipped_req_0001 IS DISTINCT FROM OLD.shipped_req_0001 THEN
--             NEW.shipped := NEW.shipped_req_0001::timestamp without time zone;
--           ELSIF NEW.shipped IS DISTINCT FROM OLD.shipped THEN
--             NEW.shipped_req_0001 := NEW.shipped::timestamp with time zone;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_parcels_shipped BEFORE INSERT OR UPDATE ON public.parcels FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_parcels_shipped();

-- carries public.parcels.shipped → public.parcels.shipped: forward shipped::timestamp with time zone, backward shipped::timestamp without time zone
