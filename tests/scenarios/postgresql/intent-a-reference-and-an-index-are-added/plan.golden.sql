-- S1 expand add-column: Add column public.orders.referrer_id (I1)
--   ACCESS EXCLUSIVE on public.orders for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.orders) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until any time; loses values written to the new column
ALTER TABLE public.orders ADD COLUMN referrer_id integer;
--   back: ALTER TABLE public.orders DROP COLUMN referrer_id;

-- S2 expand add-constraint-not-valid: Hold new rows of public.orders to orders_referrer_id_fkey (I2)
--   SHARE ROW EXCLUSIVE on public.orders for a moment: blocks writes
--   SHARE ROW EXCLUSIVE on public.customers for a moment: blocks writes
--   warning: breaks-running-code (public.orders) Writes that break orders_referrer_id_fkey are refused.
ALTER TABLE public.orders ADD CONSTRAINT orders_referrer_id_fkey FOREIGN KEY (referrer_id) REFERENCES public.customers(id) ON DELETE SET NULL NOT VALID;
--   back: ALTER TABLE public.orders DROP CONSTRAINT orders_referrer_id_fkey;

-- S3 expand validate-constraint [transaction: own]: Prove orders_referrer_id_fkey for the rows that are there (I2)
--   SHARE UPDATE EXCLUSIVE on public.orders for a scan: blocks ddl
--   note: scans-object (public.orders) Every row is read; readers and writers go on.
ALTER TABLE public.orders VALIDATE CONSTRAINT orders_referrer_id_fkey;

-- S4 expand clear-invalid-index [transaction: own]: Clear away index orders_customer_id_id_idx if an earlier build left it invalid (I3)
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.orders_customer_id_id_idx') AND NOT indisvalid) THEN
    DROP INDEX public.orders_customer_id_id_idx;
  END IF;
END
$left$;

-- S5 expand create-index-concurrently [transaction: none]: Build index orders_customer_id_id_idx on public.orders (I3)
--   SHARE UPDATE EXCLUSIVE on public.orders for a build: blocks ddl
--   note: not-transactional (public.orders) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.orders) Every row is read to build the index.
--   note: needs-disk (public.orders) Needs room for the index.
CREATE INDEX CONCURRENTLY orders_customer_id_id_idx ON public.orders USING btree (customer_id, id DESC) WHERE (status = 'open'::text);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.orders_customer_id_id_idx;

-- S6 expand check-index: Index orders_customer_id_id_idx is valid (I3)
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.orders_customer_id_id_idx') AND indisvalid

-- S7 expand clear-invalid-index [transaction: own]: Clear away index orders_referrer_id_idx if an earlier build left it invalid (I2)
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.orders_referrer_id_idx') AND NOT indisvalid) THEN
    DROP INDEX public.orders_referrer_id_idx;
  END IF;
END
$left$;

-- S8 expand create-index-concurrently [transaction: none]: Build index orders_referrer_id_idx on public.orders (I2)
--   SHARE UPDATE EXCLUSIVE on public.orders for a build: blocks ddl
--   note: not-transactional (public.orders) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.orders) Every row is read to build the index.
--   note: needs-disk (public.orders) Needs room for the index.
CREATE INDEX CONCURRENTLY orders_referrer_id_idx ON public.orders USING btree (referrer_id);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.orders_referrer_id_idx;

-- S9 expand check-index: Index orders_referrer_id_idx is valid (I2)
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.orders_referrer_id_idx') AND indisvalid

-- precheck violations/public.orders.orders_referrer_id_fkey: Every row of public.orders fulfils orders_referrer_id_fkey
--   no-rows: SELECT t.referrer_id FROM public.orders t WHERE t.referrer_id IS NOT NULL AND NOT EXISTS (SELECT FROM public.customers o WHERE o.id = t.referrer_id)
-- carries public.orders.∅ → public.orders.referrer_id: forward none, backward none
