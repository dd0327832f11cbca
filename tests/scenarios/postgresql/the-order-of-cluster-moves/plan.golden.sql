-- S1 expand clear-invalid-index [transaction: own]: Clear away index visits_pkey_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.visits_pkey_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.visits_pkey_req_0001;
  END IF;
END
$left$;

-- S2 expand create-index-concurrently [transaction: none]: Build the unique index of visits_pkey
--   SHARE UPDATE EXCLUSIVE on public.visits for a build: blocks ddl
--   note: not-transactional (public.visits) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.visits) Every row is read to build the index.
--   note: needs-disk (public.visits) Needs room for the index.
CREATE UNIQUE INDEX CONCURRENTLY visits_pkey_req_0001 ON public.visits (id);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.visits_pkey_req_0001;

-- S3 expand check-index: Index visits_pkey_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.visits_pkey_req_0001') AND indisvalid

-- S4 expand add-unique-using-index: Make the index the constraint visits_pkey of public.visits
--   ACCESS EXCLUSIVE on public.visits for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.visits) Writes that repeat a value are refused.
ALTER TABLE public.visits DROP CONSTRAINT visits_pkey;
ALTER TABLE public.visits ADD CONSTRAINT visits_pkey PRIMARY KEY USING INDEX visits_pkey_req_0001;
--   back: ALTER TABLE public.visits DROP CONSTRAINT visits_pkey;
--   back: ALTER TABLE public.visits ADD CONSTRAINT visits_pkey PRIMARY KEY (id);

-- S5 expand clear-invalid-index [transaction: own]: Clear away index visits_by_day_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.visits_by_day_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.visits_by_day_req_0001;
  END IF;
END
$left$;

-- S6 expand create-index-concurrently [transaction: none]: Build the new form of index visits_by_day beside the old one
--   SHARE UPDATE EXCLUSIVE on public.visits for a build: blocks ddl
--   note: not-transactional (public.visits) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.visits) Every row is read to build the index.
--   note: needs-disk (public.visits) Needs room for the index.
CREATE INDEX CONCURRENTLY visits_by_day_req_0001 ON public.visits USING btree (at, id);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.visits_by_day_req_0001;

-- S7 expand check-index: Index visits_by_day_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.visits_by_day_req_0001') AND indisvalid

-- S8 expand mark-table: Set the order of CLUSTER of public.visits
--   SHARE UPDATE EXCLUSIVE on public.visits for a moment: blocks ddl
ALTER TABLE public.visits CLUSTER ON visits_pkey;
--   back: ALTER TABLE public.visits CLUSTER ON visits_by_day;

-- S9 expand drop-index-concurrently [transaction: none]: Drop the old form of index visits_by_day
--   SHARE UPDATE EXCLUSIVE on public.visits for a moment: blocks ddl
DROP INDEX CONCURRENTLY public.visits_by_day;
--   back: CREATE INDEX CONCURRENTLY visits_by_day ON public.visits USING btree (at);

-- S10 expand rename-index: Give the new index the name visits_by_day
--   SHARE UPDATE EXCLUSIVE on public.visits for a moment: blocks ddl
ALTER INDEX public.visits_by_day_req_0001 RENAME TO visits_by_day;
--   back: ALTER INDEX public.visits_by_day RENAME TO visits_by_day_req_0001;

-- precheck violations/public.visits.visits_pkey: Every row of public.visits fulfils visits_pkey
--   no-rows: SELECT id FROM public.visits WHERE id IS NOT NULL GROUP BY id HAVING count(*) > 1
