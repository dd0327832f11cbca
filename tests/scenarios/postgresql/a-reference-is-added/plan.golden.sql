-- S1 expand add-constraint-not-valid: Hold new rows of public.orders to orders_customer_fkey
--   SHARE ROW EXCLUSIVE on public.orders for a moment: blocks writes
--   SHARE ROW EXCLUSIVE on public.customers for a moment: blocks writes
--   warning: breaks-running-code (public.orders) Writes that break orders_customer_fkey are refused.
ALTER TABLE public.orders ADD CONSTRAINT orders_customer_fkey FOREIGN KEY (customer_id) REFERENCES public.customers(id) ON DELETE CASCADE NOT VALID;
--   back: ALTER TABLE public.orders DROP CONSTRAINT orders_customer_fkey;

-- S2 expand validate-constraint [transaction: own]: Prove orders_customer_fkey for the rows that are there
--   SHARE UPDATE EXCLUSIVE on public.orders for a scan: blocks ddl
--   note: scans-object (public.orders) Every row is read; readers and writers go on.
ALTER TABLE public.orders VALIDATE CONSTRAINT orders_customer_fkey;

-- S3 contract drop-constraint: Drop reference orders_customer_id_fkey of public.orders
--   ACCESS EXCLUSIVE on public.orders for a moment: blocks reads-and-writes
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   warning: weakens-integrity (public.orders.orders_customer_id_fkey) Rows that the rule kept out may come in.
ALTER TABLE public.orders DROP CONSTRAINT orders_customer_id_fkey;
--   back: ALTER TABLE public.orders ADD CONSTRAINT orders_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customers(id);

-- precheck violations/public.orders.orders_customer_fkey: Every row of public.orders fulfils orders_customer_fkey
--   no-rows: SELECT t.customer_id FROM public.orders t WHERE t.customer_id IS NOT NULL AND NOT EXISTS (SELECT FROM public.customers o WHERE o.id = t.customer_id)
