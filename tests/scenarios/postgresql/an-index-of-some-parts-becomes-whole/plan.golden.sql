-- S1 expand clear-invalid-index [transaction: own]: Clear away index readings_24_meter_idx if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.readings_24_meter_idx') AND NOT indisvalid) THEN
    DROP INDEX public.readings_24_meter_idx;
  END IF;
END
$left$;

-- S2 expand create-index-concurrently [transaction: none]: Build readings_24_meter_idx on public.readings_24
--   SHARE UPDATE EXCLUSIVE on public.readings_24 for a build: blocks ddl
--   note: not-transactional (public.readings_24) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.readings_24) Every row is read to build the index.
--   note: needs-disk (public.readings_24) Needs room for the index.
CREATE INDEX CONCURRENTLY readings_24_meter_idx ON public.readings_24 USING btree (meter);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.readings_24_meter_idx;

-- S3 expand check-index: Index readings_24_meter_idx is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.readings_24_meter_idx') AND indisvalid

-- S4 expand attach-indexes: Attach the indexes of the parts of public.readings to readings_meter
--   ACCESS SHARE on public.readings for a moment: blocks ddl
--   ACCESS SHARE on public.readings_23 for a moment: blocks ddl
--   ACCESS SHARE on public.readings_24 for a moment: blocks ddl
ALTER INDEX public.readings_23_meter RENAME TO readings_23_meter_idx;
ALTER INDEX public.readings_meter ATTACH PARTITION public.readings_24_meter_idx;
--   back: DROP INDEX public.readings_meter;
--   back: CREATE INDEX readings_meter ON ONLY public.readings USING btree (meter);
--   back: CREATE INDEX readings_23_meter ON public.readings_23 USING btree (meter);
--   back: ALTER INDEX public.readings_meter ATTACH PARTITION public.readings_23_meter;

