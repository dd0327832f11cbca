-- S1 expand clear-invalid-index [transaction: own]: Clear away index customers_by_city_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.customers_by_city_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.customers_by_city_req_0001;
  END IF;
END
$left$;

-- S2 expand create-index-concurrently [transaction: none]: Build the new form of index customers_by_city beside the old one
--   SHARE UPDATE EXCLUSIVE on public.customers for a build: blocks ddl
--   note: not-transactional (public.customers) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.customers) Every row is read to build the index.
--   note: needs-disk (public.customers) Needs room for the index.
CREATE INDEX CONCURRENTLY customers_by_city_req_0001 ON public.customers USING btree (lower(city), zip);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.customers_by_city_req_0001;

-- S3 expand check-index: Index customers_by_city_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.customers_by_city_req_0001') AND indisvalid

-- S4 expand drop-index-concurrently [transaction: none]: Drop the old form of index customers_by_city
--   SHARE UPDATE EXCLUSIVE on public.customers for a moment: blocks ddl
DROP INDEX CONCURRENTLY public.customers_by_city;
--   back: CREATE INDEX CONCURRENTLY customers_by_city ON public.customers USING btree (city, mail);

-- S5 expand rename-index: Give the new index the name customers_by_city
--   SHARE UPDATE EXCLUSIVE on public.customers for a moment: blocks ddl
ALTER INDEX public.customers_by_city_req_0001 RENAME TO customers_by_city;
--   back: ALTER INDEX public.customers_by_city RENAME TO customers_by_city_req_0001;

-- S6 expand analyze [transaction: own]: Gather statistics of public.customers: those of an expression exist only once it has an index
--   SHARE UPDATE EXCLUSIVE on public.customers for a scan: blocks ddl
ANALYZE public.customers;

