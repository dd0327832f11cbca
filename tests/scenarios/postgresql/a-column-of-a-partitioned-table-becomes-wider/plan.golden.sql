-- S1 expand add-companion: Add sensor_req_0001 to public.measurements, empty and without a default
--   ACCESS EXCLUSIVE on public.measurements for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.measurements) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.measurements ADD COLUMN sensor_req_0001 bigint;
--   back: ALTER TABLE public.measurements DROP COLUMN sensor_req_0001;

-- S2 expand sync-trigger: Keep old and new fields of public.measurements equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.measurements for a moment: blocks writes
--   note: changes-data (public.measurements) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.measurements) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_measurements_sensor() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.sensor_req_0001 IS DISTINCT FROM NEW.sensor::bigint) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.sensor_req_0001 IS NOT NULL THEN
      NEW.sensor := NEW.sensor_req_0001::integer;
    ELSE
      NEW.sensor_req_0001 := NEW.sensor::bigint;
    END IF;
  ELSIF NEW.sensor_req_0001 IS DISTINCT FROM OLD.sensor_req_0001 THEN
    NEW.sensor := NEW.sensor_req_0001::integer;
  ELSIF NEW.sensor IS DISTINCT FROM OLD.sensor THEN
    NEW.sensor_req_0001 := NEW.sensor::bigint;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_measurements_sensor BEFORE INSERT OR UPDATE ON public.measurements FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_measurements_sensor();
--   back: DROP TRIGGER zz_req_0001_sync_measurements_sensor ON public.measurements;
--   back: DROP FUNCTION public.zz_req_0001_sync_measurements_sensor();

-- S3 expand change-type: Change column public.measurements.value from numeric(10,3) to numeric(14,3)
--   ACCESS EXCLUSIVE on public.measurements for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.measurements) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.measurements ALTER COLUMN value TYPE numeric(14,3) USING value::numeric(14,3);
--   back: ALTER TABLE public.measurements ALTER COLUMN value TYPE numeric(10,3) USING value::numeric(10,3);

-- S4 migrate backfill: Fill sensor_req_0001 of public.measurements, batch by batch
--   note: changes-data (public.measurements) Fills fields that nobody reads yet.
--   note: needs-disk (public.measurements) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: none
DO $job$
DECLARE
  dblead_page bigint := 0;
  dblead_pages bigint := pg_relation_size('public.measurements'::regclass) / current_setting('block_size')::bigint;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  WHILE dblead_page <= dblead_pages LOOP
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
        UPDATE public.measurements SET sensor_req_0001 = sensor::bigint
        WHERE ctid >= format('(%s,0)', dblead_page)::tid AND ctid < format('(%s,0)', dblead_page + 250)::tid
          AND (sensor_req_0001 IS DISTINCT FROM sensor::bigint
  AND ((sensor_req_0001 IS NULL) OR sensor IS DISTINCT FROM sensor_req_0001::integer));
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
    dblead_page := dblead_page + 250;
  END LOOP;
END
$job$;

-- S5 contract deploy-gate: Wait for the release that no longer uses public.measurements.sensor
-- waits for the release that no longer uses public.measurements.sensor

-- S6 contract guard-backfill: Refuse to go on while sensor_req_0001 of public.measurements is not filled to the end
--   ACCESS SHARE on public.measurements for a scan: blocks ddl
--   note: scans-object (public.measurements) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.measurements WHERE sensor_req_0001 IS DISTINCT FROM sensor::bigint
  AND ((sensor_req_0001 IS NULL) OR sensor IS DISTINCT FROM sensor_req_0001::integer)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of sensor_req_0001 in public.measurements is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S7 contract analyze: Gather statistics of public.measurements: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.measurements for a scan: blocks ddl
ANALYZE public.measurements;

-- S8 contract add-check-not-valid: Hold new rows of public.measurements to: sensor is never empty
--   ACCESS EXCLUSIVE on public.measurements for a moment: blocks reads-and-writes
ALTER TABLE public.measurements ADD CONSTRAINT measurements_sensor_req_0001_required_req_0001 CHECK (sensor_req_0001 IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.measurements DROP CONSTRAINT measurements_sensor_req_0001_required_req_0001;

-- S9 contract validate-check [transaction: own]: Prove for the rows that are there: sensor is never empty
--   SHARE UPDATE EXCLUSIVE on public.measurements for a scan: blocks ddl
--   note: scans-object (public.measurements) Every row is read; readers and writers go on.
ALTER TABLE public.measurements VALIDATE CONSTRAINT measurements_sensor_req_0001_required_req_0001;

-- S10 contract cut-over: Let sensor of public.measurements take the place of sensor
--   ACCESS EXCLUSIVE on public.measurements for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.measurements) Code that still uses sensor fails.
--   warning: deletes-data (public.measurements) The values of sensor are kept only as what was made of them.
--   note: breaks-running-code (public.measurements) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_measurements_sensor ON public.measurements;
DROP FUNCTION public.zz_req_0001_sync_measurements_sensor();
ALTER TABLE public.measurements ALTER COLUMN sensor_req_0001 SET NOT NULL;
ALTER TABLE public.measurements DROP CONSTRAINT measurements_sensor_req_0001_required_req_0001;
ALTER TABLE public.measurements DROP COLUMN sensor;
ALTER TABLE public.measurements RENAME COLUMN sensor_req_0001 TO sensor;
ALTER TABLE public.measurements RENAME CONSTRAINT measurements_sensor_req_0001_not_null TO measurements_sensor_not_null;
--   back: ALTER TABLE public.measurements RENAME CONSTRAINT measurements_sensor_not_null TO measurements_sensor_req_0001_not_null;
--   back: ALTER TABLE public.measurements RENAME COLUMN sensor TO sensor_req_0001;
--   back: ALTER TABLE public.measurements ADD COLUMN sensor integer;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.measurements'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.measurements', dblead_one);
--           END LOOP;
--           UPDATE public.measurements SET sensor = sensor_req_0001::integer;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.measurements', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.measurements ALTER COLUMN sensor SET NOT NULL;
--   back: ALTER TABLE public.measurements ADD CONSTRAINT measurements_sensor_req_0001_required_req_0001 CHECK (sensor_req_0001 IS NOT NULL);
--   back: ALTER TABLE public.measurements ALTER COLUMN sensor_req_0001 DROP NOT NULL;
--   back: CREATE FUNCTION public.zz_req_0001_sync_measurements_sensor() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.sensor_req_0001 IS DISTINCT FROM NEW.sensor::bigint) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.sensor_req_0001 IS NOT NULL THEN
--               NEW.sensor := NEW.sensor_req_0001::integer;
--             ELSE
--               NEW.sensor_req_0001 := NEW.sensor::bigint;
--             END IF;
--           ELSIF NEW.sensor_req_0001 IS DISTINCT FROM OLD.sensor_req_0001 THEN
--             NEW.sensor := NEW.sensor_req_0001::integer;
--           ELSIF NEW.sensor IS DISTINCT FROM OLD.sensor THEN
--             NEW.sensor_req_0001 := NEW.sensor::bigint;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_measurements_sensor BEFORE INSERT OR UPDATE ON public.measurements FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_measurements_sensor();

-- carries public.measurements.sensor → public.measurements.sensor: forward sensor::bigint, backward sensor::integer
-- carries public.measurements.value → public.measurements.value: forward value::numeric(14,3), backward value::numeric(10,3)
