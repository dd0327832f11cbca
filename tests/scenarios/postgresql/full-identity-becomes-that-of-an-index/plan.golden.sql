-- S1 expand clear-invalid-index [transaction: own]: Clear away index parcels_by_code if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.parcels_by_code') AND NOT indisvalid) THEN
    DROP INDEX public.parcels_by_code;
  END IF;
END
$left$;

-- S2 expand create-index-concurrently [transaction: none]: Build index parcels_by_code on public.parcels
--   SHARE UPDATE EXCLUSIVE on public.parcels for a build: blocks ddl
--   note: not-transactional (public.parcels) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.parcels) Every row is read to build the index.
--   note: needs-disk (public.parcels) Needs room for the index.
CREATE UNIQUE INDEX CONCURRENTLY parcels_by_code ON public.parcels USING btree (code);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.parcels_by_code;

-- S3 expand check-index: Index parcels_by_code is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.parcels_by_code') AND indisvalid

-- S4 expand mark-table: Set the replica identity of public.parcels
--   ACCESS EXCLUSIVE on public.parcels for a moment: blocks reads-and-writes
ALTER TABLE public.parcels REPLICA IDENTITY USING INDEX parcels_by_code;
--   back: ALTER TABLE public.parcels REPLICA IDENTITY FULL;

-- precheck duplicates/public.parcels_by_code: No two rows of public.parcels have the same code
--   no-rows: SELECT code FROM public.parcels WHERE (code) IS NOT NULL GROUP BY code HAVING count(*) > 1
