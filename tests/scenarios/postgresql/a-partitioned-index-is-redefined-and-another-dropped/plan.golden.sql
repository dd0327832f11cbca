-- S1 expand create-index-on-only: Give public.measurements an empty index measurements_by_sensor_req_0001, to which those of its parts are attached
--   SHARE on public.measurements for a moment: blocks writes
CREATE INDEX measurements_by_sensor_req_0001 ON ONLY public.measurements USING btree (sensor, day DESC);
--   back: DROP INDEX IF EXISTS public.measurements_by_sensor_req_0001;

-- S2 expand clear-invalid-index [transaction: own]: Clear away index measurements_q1_sensor_day_idx if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.measurements_q1_sensor_day_idx') AND NOT indisvalid) THEN
    DROP INDEX public.measurements_q1_sensor_day_idx;
  END IF;
END
$left$;

-- S3 expand create-index-concurrently [transaction: none]: Build measurements_q1_sensor_day_idx on public.measurements_q1
--   SHARE UPDATE EXCLUSIVE on public.measurements_q1 for a build: blocks ddl
--   note: not-transactional (public.measurements_q1) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.measurements_q1) Every row is read to build the index.
--   note: needs-disk (public.measurements_q1) Needs room for the index.
CREATE INDEX CONCURRENTLY measurements_q1_sensor_day_idx ON public.measurements_q1 USING btree (sensor, day DESC);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.measurements_q1_sensor_day_idx;

-- S4 expand check-index: Index measurements_q1_sensor_day_idx is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.measurements_q1_sensor_day_idx') AND indisvalid

-- S5 expand clear-invalid-index [transaction: own]: Clear away index measurements_q2_sensor_day_idx if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.measurements_q2_sensor_day_idx') AND NOT indisvalid) THEN
    DROP INDEX public.measurements_q2_sensor_day_idx;
  END IF;
END
$left$;

-- S6 expand create-index-concurrently [transaction: none]: Build measurements_q2_sensor_day_idx on public.measurements_q2
--   SHARE UPDATE EXCLUSIVE on public.measurements_q2 for a build: blocks ddl
--   note: not-transactional (public.measurements_q2) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.measurements_q2) Every row is read to build the index.
--   note: needs-disk (public.measurements_q2) Needs room for the index.
CREATE INDEX CONCURRENTLY measurements_q2_sensor_day_idx ON public.measurements_q2 USING btree (sensor, day DESC);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.measurements_q2_sensor_day_idx;

-- S7 expand check-index: Index measurements_q2_sensor_day_idx is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.measurements_q2_sensor_day_idx') AND indisvalid

-- S8 expand attach-indexes: Attach the indexes of the parts of public.measurements to measurements_by_sensor_req_0001
--   ACCESS SHARE on public.measurements for a moment: blocks ddl
--   ACCESS SHARE on public.measurements_q1 for a moment: blocks ddl
--   ACCESS SHARE on public.measurements_q2 for a moment: blocks ddl
ALTER INDEX public.measurements_by_sensor_req_0001 ATTACH PARTITION public.measurements_q1_sensor_day_idx;
ALTER INDEX public.measurements_by_sensor_req_0001 ATTACH PARTITION public.measurements_q2_sensor_day_idx;
--   back: DROP INDEX public.measurements_by_sensor_req_0001;

-- S9 expand drop-index-concurrently: Drop the old form of index measurements_by_sensor
--   ACCESS EXCLUSIVE on public.measurements for a moment: blocks reads-and-writes
DROP INDEX public.measurements_by_sensor;
--   back: CREATE INDEX measurements_by_sensor ON public.measurements USING btree (sensor);

-- S10 expand rename-index: Give the new index the name measurements_by_sensor
--   SHARE UPDATE EXCLUSIVE on public.measurements for a moment: blocks ddl
ALTER INDEX public.measurements_by_sensor_req_0001 RENAME TO measurements_by_sensor;
--   back: ALTER INDEX public.measurements_by_sensor RENAME TO measurements_by_sensor_req_0001;

-- S11 contract drop-index: Drop index measurements_by_value of public.measurements
--   ACCESS EXCLUSIVE on public.measurements for a moment: blocks reads-and-writes
--   warning: slows-queries (public.measurements) Queries that used the index read the table instead.
DROP INDEX public.measurements_by_value;
--   back: CREATE INDEX measurements_by_value ON public.measurements USING btree (value);

