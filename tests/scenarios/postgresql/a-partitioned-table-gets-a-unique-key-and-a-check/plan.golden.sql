-- S1 expand add-constraint-not-valid: Hold new rows of public.measurements to measurements_value_check
--   ACCESS EXCLUSIVE on public.measurements for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.measurements) Writes that break measurements_value_check are refused.
ALTER TABLE public.measurements ADD CONSTRAINT measurements_value_check CHECK ((value >= (0)::numeric)) NOT VALID;
--   back: ALTER TABLE public.measurements DROP CONSTRAINT measurements_value_check;

-- S2 expand validate-constraint [transaction: own]: Prove measurements_value_check for the rows that are there
--   SHARE UPDATE EXCLUSIVE on public.measurements for a scan: blocks ddl
--   note: scans-object (public.measurements) Every row is read; readers and writers go on.
ALTER TABLE public.measurements VALIDATE CONSTRAINT measurements_value_check;

-- S3 expand add-key-on-only: Give public.measurements an empty key measurements_key, to which those of its parts are attached
--   ACCESS EXCLUSIVE on public.measurements for a moment: blocks reads-and-writes
ALTER TABLE ONLY public.measurements ADD CONSTRAINT measurements_key UNIQUE (sensor, day);
--   back: ALTER TABLE public.measurements DROP CONSTRAINT IF EXISTS measurements_key;

-- S4 expand clear-invalid-index [transaction: own]: Clear away index measurements_q1_sensor_day_key if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.measurements_q1_sensor_day_key') AND NOT indisvalid) THEN
    DROP INDEX public.measurements_q1_sensor_day_key;
  END IF;
END
$left$;

-- S5 expand create-index-concurrently [transaction: none]: Build measurements_q1_sensor_day_key on public.measurements_q1
--   SHARE UPDATE EXCLUSIVE on public.measurements_q1 for a build: blocks ddl
--   note: not-transactional (public.measurements_q1) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.measurements_q1) Every row is read to build the index.
--   note: needs-disk (public.measurements_q1) Needs room for the index.
CREATE UNIQUE INDEX CONCURRENTLY measurements_q1_sensor_day_key ON public.measurements_q1 (sensor, day);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.measurements_q1_sensor_day_key;

-- S6 expand check-index: Index measurements_q1_sensor_day_key is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.measurements_q1_sensor_day_key') AND indisvalid

-- S7 expand add-unique-using-index: Make the index the constraint measurements_q1_sensor_day_key of public.measurements_q1
--   ACCESS EXCLUSIVE on public.measurements_q1 for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.measurements_q1) Writes that repeat a value are refused (public.measurements_q1_sensor_day_key).
ALTER TABLE public.measurements_q1 ADD CONSTRAINT measurements_q1_sensor_day_key UNIQUE USING INDEX measurements_q1_sensor_day_key;
--   back: ALTER TABLE public.measurements_q1 DROP CONSTRAINT IF EXISTS measurements_q1_sensor_day_key;

-- S8 expand clear-invalid-index [transaction: own]: Clear away index measurements_q2_sensor_day_key if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.measurements_q2_sensor_day_key') AND NOT indisvalid) THEN
    DROP INDEX public.measurements_q2_sensor_day_key;
  END IF;
END
$left$;

-- S9 expand create-index-concurrently [transaction: none]: Build measurements_q2_sensor_day_key on public.measurements_q2
--   SHARE UPDATE EXCLUSIVE on public.measurements_q2 for a build: blocks ddl
--   note: not-transactional (public.measurements_q2) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.measurements_q2) Every row is read to build the index.
--   note: needs-disk (public.measurements_q2) Needs room for the index.
CREATE UNIQUE INDEX CONCURRENTLY measurements_q2_sensor_day_key ON public.measurements_q2 (sensor, day);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.measurements_q2_sensor_day_key;

-- S10 expand check-index: Index measurements_q2_sensor_day_key is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.measurements_q2_sensor_day_key') AND indisvalid

-- S11 expand add-unique-using-index: Make the index the constraint measurements_q2_sensor_day_key of public.measurements_q2
--   ACCESS EXCLUSIVE on public.measurements_q2 for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.measurements_q2) Writes that repeat a value are refused (public.measurements_q2_sensor_day_key).
ALTER TABLE public.measurements_q2 ADD CONSTRAINT measurements_q2_sensor_day_key UNIQUE USING INDEX measurements_q2_sensor_day_key;
--   back: ALTER TABLE public.measurements_q2 DROP CONSTRAINT IF EXISTS measurements_q2_sensor_day_key;

-- S12 expand attach-indexes: Attach the keys of the parts of public.measurements to measurements_key
--   ACCESS SHARE on public.measurements for a moment: blocks ddl
--   ACCESS SHARE on public.measurements_q1 for a moment: blocks ddl
--   ACCESS SHARE on public.measurements_q2 for a moment: blocks ddl
ALTER INDEX public.measurements_key ATTACH PARTITION public.measurements_q1_sensor_day_key;
ALTER INDEX public.measurements_key ATTACH PARTITION public.measurements_q2_sensor_day_key;
--   back: ALTER TABLE public.measurements DROP CONSTRAINT measurements_key;

-- precheck violations/public.measurements.measurements_value_check: Every row of public.measurements fulfils measurements_value_check
--   no-rows: SELECT value FROM public.measurements WHERE NOT ((value >= (0)::numeric))
-- precheck violations/public.measurements.measurements_key: Every row of public.measurements fulfils measurements_key
--   no-rows: SELECT sensor, day FROM public.measurements WHERE sensor IS NOT NULL AND day IS NOT NULL GROUP BY sensor, day HAVING count(*) > 1
