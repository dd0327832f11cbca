-- S1 expand rename-index: Let the index public.readings_23_meter_idx of public.readings_23 give its name away
--   SHARE UPDATE EXCLUSIVE on public.readings_23 for a moment: blocks ddl
ALTER INDEX public.readings_23_meter_idx RENAME TO readings_23_meter_idx_req_0001_old;
--   back: ALTER INDEX IF EXISTS public.readings_23_meter_idx_req_0001_old RENAME TO readings_23_meter_idx;

-- S2 expand create-index-on-only: Give public.readings an empty index readings_meter_idx_req_0001, to which those of its parts are attached
--   SHARE on public.readings for a moment: blocks writes
CREATE INDEX readings_meter_idx_req_0001 ON ONLY public.readings USING hash (meter);
--   back: DROP INDEX IF EXISTS public.readings_meter_idx_req_0001;

-- S3 expand clear-invalid-index [transaction: own]: Clear away index readings_23_meter_idx if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.readings_23_meter_idx') AND NOT indisvalid) THEN
    DROP INDEX public.readings_23_meter_idx;
  END IF;
END
$left$;

-- S4 expand create-index-concurrently [transaction: none]: Build readings_23_meter_idx on public.readings_23
--   SHARE UPDATE EXCLUSIVE on public.readings_23 for a build: blocks ddl
--   note: not-transactional (public.readings_23) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.readings_23) Every row is read to build the index.
--   note: needs-disk (public.readings_23) Needs room for the index.
CREATE INDEX CONCURRENTLY readings_23_meter_idx ON public.readings_23 USING hash (meter);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.readings_23_meter_idx;

-- S5 expand check-index: Index readings_23_meter_idx is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.readings_23_meter_idx') AND indisvalid

-- S6 expand attach-indexes: Attach the indexes of the parts of public.readings to readings_meter_idx_req_0001
--   ACCESS SHARE on public.readings for a moment: blocks ddl
--   ACCESS SHARE on public.readings_23 for a moment: blocks ddl
ALTER INDEX public.readings_meter_idx_req_0001 ATTACH PARTITION public.readings_23_meter_idx;
--   back: DROP INDEX public.readings_meter_idx_req_0001;

-- S7 expand drop-index-concurrently: Drop the old form of index readings_meter_idx
--   ACCESS EXCLUSIVE on public.readings for a moment: blocks reads-and-writes
DROP INDEX public.readings_meter_idx;
--   back: CREATE INDEX readings_meter_idx ON public.readings USING btree (meter);

-- S8 expand rename-index: Give the new index the name readings_meter_idx
--   SHARE UPDATE EXCLUSIVE on public.readings for a moment: blocks ddl
ALTER INDEX public.readings_meter_idx_req_0001 RENAME TO readings_meter_idx;
--   back: ALTER INDEX public.readings_meter_idx RENAME TO readings_meter_idx_req_0001;

