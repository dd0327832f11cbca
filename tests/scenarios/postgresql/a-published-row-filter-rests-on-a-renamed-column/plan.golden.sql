-- S1 expand add-companion: Add scale to public.readings, empty and without a default
--   ACCESS EXCLUSIVE on public.readings for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.readings) A prepared SELECT * of it fails once: cached plan must not change result type.
--   warning: breaks-replication (public.readings) It is published, and replication does not carry definitions: the subscribers' tables change before this one.
ALTER TABLE public.readings ADD COLUMN scale text;
--   back: ALTER TABLE public.readings DROP COLUMN scale;

-- S2 expand sync-trigger: Keep old and new fields of public.readings equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.readings for a moment: blocks writes
--   note: changes-data (public.readings) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.readings) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_readings_scale() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.scale IS DISTINCT FROM NEW.unit) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.scale IS NOT NULL THEN
      NEW.unit := NEW.scale;
    ELSE
      NEW.scale := NEW.unit;
    END IF;
  ELSIF NEW.scale IS DISTINCT FROM OLD.scale THEN
    NEW.unit := NEW.scale;
  ELSIF NEW.unit IS DISTINCT FROM OLD.unit THEN
    NEW.scale := NEW.unit;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_readings_scale BEFORE INSERT OR UPDATE ON public.readings FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_readings_scale();
--   back: DROP TRIGGER zz_req_0001_sync_readings_scale ON public.readings;
--   back: DROP FUNCTION public.zz_req_0001_sync_readings_scale();

-- S3 migrate backfill: Fill scale of public.readings, batch by batch
--   note: changes-data (public.readings) Fills fields that nobody reads yet.
--   note: needs-disk (public.readings) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: id
DO $job$
DECLARE
  dblead_last_1 public.readings.id%TYPE;
  dblead_upper_1 public.readings.id%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT id INTO dblead_upper_1
    FROM (
      SELECT id FROM public.readings
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
        UPDATE public.readings SET scale = unit
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (scale IS DISTINCT FROM unit
  AND ((scale IS NULL) OR unit IS DISTINCT FROM scale));
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

-- S4 contract deploy-gate: Wait for the release that no longer uses public.readings.unit
-- waits for the release that no longer uses public.readings.unit

-- S5 contract guard-backfill: Refuse to go on while scale of public.readings is not filled to the end
--   ACCESS SHARE on public.readings for a scan: blocks ddl
--   note: scans-object (public.readings) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.readings WHERE scale IS DISTINCT FROM unit
  AND ((scale IS NULL) OR unit IS DISTINCT FROM scale)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of scale in public.readings is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S6 contract analyze: Gather statistics of public.readings: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.readings for a scan: blocks ddl
ANALYZE public.readings;

-- S7 contract add-check-not-valid: Hold new rows of public.readings to: scale is never empty
--   ACCESS EXCLUSIVE on public.readings for a moment: blocks reads-and-writes
ALTER TABLE public.readings ADD CONSTRAINT readings_scale_required_req_0001 CHECK (scale IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.readings DROP CONSTRAINT readings_scale_required_req_0001;

-- S8 contract validate-check [transaction: own]: Prove for the rows that are there: scale is never empty
--   SHARE UPDATE EXCLUSIVE on public.readings for a scan: blocks ddl
--   note: scans-object (public.readings) Every row is read; readers and writers go on.
ALTER TABLE public.readings VALIDATE CONSTRAINT readings_scale_required_req_0001;

-- S9 contract take-dependents-away: Take away for a moment: publication-member telemetry.public.readings
--   note: breaks-dependents (telemetry.public.readings) Rests on what changes: gone until the last step of this transaction puts it back.
ALTER PUBLICATION telemetry DROP TABLE ONLY public.readings;
--   back: ALTER PUBLICATION telemetry ADD TABLE ONLY public.readings WHERE ((unit = 'C'::text));

-- S10 contract cut-over: Let scale of public.readings take the place of unit
--   ACCESS EXCLUSIVE on public.readings for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.readings) Code that still uses unit fails.
--   warning: deletes-data (public.readings) The values of unit are kept only as what was made of them.
--   note: breaks-running-code (public.readings) A prepared SELECT * of it fails once: cached plan must not change result type.
--   warning: breaks-replication (public.readings) It is published, and replication does not carry definitions: the subscribers' tables change before this one.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_readings_scale ON public.readings;
DROP FUNCTION public.zz_req_0001_sync_readings_scale();
ALTER TABLE public.readings ALTER COLUMN scale SET NOT NULL;
ALTER TABLE public.readings DROP CONSTRAINT readings_scale_required_req_0001;
ALTER TABLE public.readings DROP COLUMN unit;
ALTER TABLE public.readings ALTER COLUMN scale SET DEFAULT 'C'::text;
--   back: ALTER TABLE public.readings ALTER COLUMN scale DROP DEFAULT;
--   back: ALTER TABLE public.readings ADD COLUMN unit text;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.readings'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.readings', dblead_one);
--           END LOOP;
--           UPDATE public.readings SET unit = scale;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.readings', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.readings ALTER COLUMN unit SET NOT NULL;
--   back: ALTER TABLE public.readings ALTER COLUMN unit SET DEFAULT 'C'::text;
--   back: ALTER TABLE public.readings ADD CONSTRAINT readings_scale_required_req_0001 CHECK (scale IS NOT NULL);
--   back: ALTER TABLE public.readings ALTER COLUMN scale DROP NOT NULL;
--   back: CREATE FUNCTION public.zz_req_0001_sync_readings_scale() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.scale IS DISTINCT FROM NEW.unit) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.scale IS NOT NULL THEN
--               NEW.unit := NEW.scale;
--             ELSE
--               NEW.scale := NEW.unit;
--             END IF;
--           ELSIF NEW.scale IS DISTINCT FROM OLD.scale THEN
--             NEW.unit := NEW.scale;
--           ELSIF NEW.unit IS DISTINCT FROM OLD.unit THEN
--             NEW.scale := NEW.unit;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_readings_scale BEFORE INSERT OR UPDATE ON public.readings FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_readings_scale();

-- S11 contract put-dependents-back: Put in place: publication-member telemetry.public.readings
ALTER PUBLICATION telemetry ADD TABLE ONLY public.readings WHERE ((scale = 'C'::text));
--   back: ALTER PUBLICATION telemetry DROP TABLE ONLY public.readings;

-- carries public.readings.unit → public.readings.scale: forward unit, backward scale
