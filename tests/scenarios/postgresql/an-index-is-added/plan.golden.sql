-- S1 expand clear-invalid-index [transaction: own]: Clear away index orders_by_customer if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.orders_by_customer') AND NOT indisvalid) THEN
    DROP INDEX public.orders_by_customer;
  END IF;
END
$left$;

-- S2 expand create-index-concurrently [transaction: none]: Build index orders_by_customer on public.orders
--   SHARE UPDATE EXCLUSIVE on public.orders for a build: blocks ddl
--   note: not-transactional (public.orders) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.orders) Every row is read to build the index.
--   note: needs-disk (public.orders) Needs room for the index.
CREATE INDEX CONCURRENTLY orders_by_customer ON public.orders USING btree (customer_id, status) INCLUDE (total) WHERE (status <> 'sent'::text);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.orders_by_customer;

-- S3 expand check-index: Index orders_by_customer is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.orders_by_customer') AND indisvalid

