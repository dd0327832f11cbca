-- S1 expand rename-index: Let the index public.readings_23_meter_idx of public.readings_23 give its name away
--   SHARE UPDATE EXCLUSIVE on public.readings_23 for a moment: blocks ddl
ALTER INDEX public.readings_23_meter_idx RENAME TO readings_23_meter_idx_req_0001_old;
--   back: ALTER INDEX IF EXISTS public.readings_23_meter_idx_req_0001_old RENAME TO readings_23_meter_idx;

-- S2 expand clear-invalid-index [transaction: own]: Clear away index readings_23_meter_idx if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.readings_23_meter_idx') AND NOT indisvalid) THEN
    DROP INDEX public.readings_23_meter_idx;
  END IF;
END
$left$;

-- S3 expand create-index-concurrently [transaction: none]: Build index readings_23_meter_idx on public.readings_23
--   SHARE UPDATE EXCLUSIVE on public.readings_23 for a build: blocks ddl
--   note: not-transactional (public.readings_23) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.readings_23) Every row is read to build the index.
--   note: needs-disk (public.readings_23) Needs room for the index.
CREATE INDEX CONCURRENTLY readings_23_meter_idx ON public.readings_23 USING btree (meter);
--   back: DO $adopted$
--         BEGIN
--           IF EXISTS (SELECT FROM pg_class WHERE oid = to_regclass('public.readings_23_meter_idx') AND NOT relispartition) THEN
--             DROP INDEX public.readings_23_meter_idx;
--           END IF;
--         END
--         $adopted$;

-- S4 expand check-index: Index readings_23_meter_idx is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.readings_23_meter_idx') AND indisvalid

-- S5 contract drop-index: Drop index readings_meter_idx of public.readings
--   ACCESS EXCLUSIVE on public.readings for a moment: blocks reads-and-writes
--   warning: slows-queries (public.readings) Queries that used the index read the table instead.
DROP INDEX public.readings_meter_idx;
--   back: CREATE INDEX readings_meter_idx ON public.readings USING btree (meter);

