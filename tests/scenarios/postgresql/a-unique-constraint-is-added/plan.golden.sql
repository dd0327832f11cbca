-- S1 expand clear-invalid-index [transaction: own]: Clear away index customers_zip_key_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.customers_zip_key_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.customers_zip_key_req_0001;
  END IF;
END
$left$;

-- S2 expand create-index-concurrently [transaction: none]: Build the unique index of customers_zip_key
--   SHARE UPDATE EXCLUSIVE on public.customers for a build: blocks ddl
--   note: not-transactional (public.customers) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.customers) Every row is read to build the index.
--   note: needs-disk (public.customers) Needs room for the index.
CREATE UNIQUE INDEX CONCURRENTLY customers_zip_key_req_0001 ON public.customers (zip) NULLS NOT DISTINCT;
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.customers_zip_key_req_0001;

-- S3 expand check-index: Index customers_zip_key_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.customers_zip_key_req_0001') AND indisvalid

-- S4 expand add-unique-using-index: Make the index the constraint customers_zip_key of public.customers
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.customers) Writes that repeat a value are refused.
ALTER TABLE public.customers ADD CONSTRAINT customers_zip_key UNIQUE USING INDEX customers_zip_key_req_0001;
--   back: ALTER TABLE public.customers DROP CONSTRAINT customers_zip_key;

-- precheck violations/public.customers.customers_zip_key: Every row of public.customers fulfils customers_zip_key
--   no-rows: SELECT zip FROM public.customers GROUP BY zip HAVING count(*) > 1
