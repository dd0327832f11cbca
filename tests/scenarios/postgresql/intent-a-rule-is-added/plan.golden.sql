-- S1 expand add-constraint-not-valid: Hold new rows of public.orders to orders_total_check (I1)
--   ACCESS EXCLUSIVE on public.orders for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.orders) Writes that break orders_total_check are refused.
ALTER TABLE public.orders ADD CONSTRAINT orders_total_check CHECK ((total < 1000000)) NOT VALID;
--   back: ALTER TABLE public.orders DROP CONSTRAINT orders_total_check;

-- S2 expand validate-constraint [transaction: own]: Prove orders_total_check for the rows that are there (I1)
--   SHARE UPDATE EXCLUSIVE on public.orders for a scan: blocks ddl
--   note: scans-object (public.orders) Every row is read; readers and writers go on.
ALTER TABLE public.orders VALIDATE CONSTRAINT orders_total_check;

-- precheck violations/public.orders.orders_total_check: Every row of public.orders fulfils orders_total_check
--   no-rows: SELECT total FROM public.orders WHERE NOT ((total < 1000000))
