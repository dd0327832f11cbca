-- S1 expand clear-invalid-index [transaction: own]: Clear away index parcels_by_depot if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.parcels_by_depot') AND NOT indisvalid) THEN
    DROP INDEX public.parcels_by_depot;
  END IF;
END
$left$;

-- S2 expand create-index-concurrently [transaction: none]: Build index parcels_by_depot on public.parcels
--   SHARE UPDATE EXCLUSIVE on public.parcels for a build: blocks ddl
--   note: not-transactional (public.parcels) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.parcels) Every row is read to build the index.
--   note: needs-disk (public.parcels) Needs room for the index.
CREATE UNIQUE INDEX CONCURRENTLY parcels_by_depot ON public.parcels USING btree (depot, code);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.parcels_by_depot;

-- S3 expand check-index: Index parcels_by_depot is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.parcels_by_depot') AND indisvalid

-- S4 expand mark-table: Set the replica identity of public.parcels
--   ACCESS EXCLUSIVE on public.parcels for a moment: blocks reads-and-writes
ALTER TABLE public.parcels REPLICA IDENTITY USING INDEX parcels_by_depot;
--   back: ALTER TABLE public.parcels REPLICA IDENTITY USING INDEX parcels_by_code;

-- S5 contract drop-index-concurrently [transaction: none]: Drop index parcels_by_code of public.parcels
--   SHARE UPDATE EXCLUSIVE on public.parcels for a moment: blocks ddl
--   warning: slows-queries (public.parcels) Queries that used the index read the table instead.
--   warning: weakens-integrity (public.parcels) Values may be repeated from now on.
--   note: not-transactional (public.parcels) A drop that is cut short leaves an invalid index; run it again.
DROP INDEX CONCURRENTLY public.parcels_by_code;
--   back: CREATE UNIQUE INDEX CONCURRENTLY parcels_by_code ON public.parcels USING btree (code);

-- precheck duplicates/public.parcels_by_depot: No two rows of public.parcels have the same depot, code
--   no-rows: SELECT depot, code FROM public.parcels WHERE (depot, code) IS NOT NULL GROUP BY depot, code HAVING count(*) > 1
