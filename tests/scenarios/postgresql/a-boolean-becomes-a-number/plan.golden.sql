-- S1 expand add-companion: Add fragile_req_0001 to public.parcels, empty and without a default
--   ACCESS EXCLUSIVE on public.parcels for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.parcels) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.parcels ADD COLUMN fragile_req_0001 integer;
--   back: ALTER TABLE public.parcels DROP COLUMN fragile_req_0001;

-- S2 expand sync-trigger: Keep old and new fields of public.parcels equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.parcels for a moment: blocks writes
--   note: changes-data (public.parcels) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.parcels) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_parcels_fragile() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.fragile_req_0001 IS DISTINCT FROM NEW.fragile::integer) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.fragile_req_0001 IS NOT NULL THEN
      NEW.fragile := NEW.fragile_req_0001::boolean;
    ELSE
      NEW.fragile_req_0001 := NEW.fragile::integer;
    END IF;
  ELSIF NEW.fragile_req_0001 IS DISTINCT FROM OLD.fragile_req_0001 THEN
    NEW.fragile := NEW.fragile_req_0001::boolean;
  ELSIF NEW.fragile IS DISTINCT FROM OLD.fragile THEN
    NEW.fragile_req_0001 := NEW.fragile::integer;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_parcels_fragile BEFORE INSERT OR UPDATE ON public.parcels FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_parcels_fragile();
--   back: DROP TRIGGER zz_req_0001_sync_parcels_fragile ON public.parcels;
--   back: DROP FUNCTION public.zz_req_0001_sync_parcels_fragile();

-- S3 migrate backfill: Fill fragile_req_0001 of public.parcels, batch by batch
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
        UPDATE public.parcels SET fragile_req_0001 = fragile::integer
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (fragile_req_0001 IS DISTINCT FROM fragile::integer
  AND ((fragile_req_0001 IS NULL) OR fragile IS DISTINCT FROM fragile_req_0001::boolean));
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

-- S4 contract deploy-gate: Wait for the release that no longer uses public.parcels.fragile
-- waits for the release that no longer uses public.parcels.fragile

-- S5 contract guard-backfill: Refuse to go on while fragile_req_0001 of public.parcels is not filled to the end
--   ACCESS SHARE on public.parcels for a scan: blocks ddl
--   note: scans-object (public.parcels) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.parcels WHERE fragile_req_0001 IS DISTINCT FROM fragile::integer
  AND ((fragile_req_0001 IS NULL) OR fragile IS DISTINCT FROM fragile_req_0001::boolean)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of fragile_req_0001 in public.parcels is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S6 contract analyze: Gather statistics of public.parcels: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.parcels for a scan: blocks ddl
ANALYZE public.parcels;

-- S7 contract cut-over: Let fragile of public.parcels take the place of fragile
--   ACCESS EXCLUSIVE on public.parcels for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.parcels) Code that still uses fragile fails.
--   warning: deletes-data (public.parcels) The values of fragile are kept only as what was made of them.
--   note: breaks-running-code (public.parcels) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_parcels_fragile ON public.parcels;
DROP FUNCTION public.zz_req_0001_sync_parcels_fragile();
ALTER TABLE public.parcels DROP COLUMN fragile;
ALTER TABLE public.parcels RENAME COLUMN fragile_req_0001 TO fragile;
ALTER TABLE public.parcels ALTER COLUMN fragile SET DEFAULT 0;
--   back: ALTER TABLE public.parcels ALTER COLUMN fragile DROP DEFAULT;
--   back: ALTER TABLE public.parcels RENAME COLUMN fragile TO fragile_req_0001;
--   back: ALTER TABLE public.parcels ADD COLUMN fragile boolean;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.parcels'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.parcels', dblead_one);
--           END LOOP;
--           UPDATE public.parcels SET fragile = fragile_req_0001::boolean;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.parcels', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.parcels ALTER COLUMN fragile SET DEFAULT false;
--   back: CREATE FUNCTION public.zz_req_0001_sync_parcels_fragile() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.fragile_req_0001 IS DISTINCT FROM NEW.fragile::integer) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.fragile_req_0001 IS NOT NULL THEN
--               NEW.fragile := NEW.fragile_req_0001::boolean;
--             ELSE
--               NEW.fragile_req_0001 := NEW.fragile::integer;
--             END IF;
--           ELSIF NEW.fragile_req_0001 IS DISTINCT FROM OLD.fragile_req_0001 THEN
--             NEW.fragile := NEW.fragile_req_0001::boolean;
--           ELSIF NEW.fragile IS DISTINCT FROM OLD.fragile THEN
--             NEW.fragile_req_0001 := NEW.fragile::integer;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_parcels_fragile BEFORE INSERT OR UPDATE ON public.parcels FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_parcels_fragile();

-- carries public.parcels.fragile → public.parcels.fragile: forward fragile::integer, backward fragile::boolean
