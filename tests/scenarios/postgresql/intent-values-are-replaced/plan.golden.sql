-- S1 expand add-constraint-not-valid: Hold new rows of public.orders to orders_status_check (I1)
--   ACCESS EXCLUSIVE on public.orders for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.orders) Writes that break orders_status_check are refused.
ALTER TABLE public.orders ADD CONSTRAINT orders_status_check_req_0001 CHECK ((status = ANY (ARRAY['open'::text, 'paid'::text, 'sent'::text, 'returned'::text]))) NOT VALID;
--   back: ALTER TABLE public.orders DROP CONSTRAINT orders_status_check_req_0001;

-- S2 expand validate-constraint [transaction: own]: Prove orders_status_check for the rows that are there (I1)
--   SHARE UPDATE EXCLUSIVE on public.orders for a scan: blocks ddl
--   note: scans-object (public.orders) Every row is read; readers and writers go on.
ALTER TABLE public.orders VALIDATE CONSTRAINT orders_status_check_req_0001;

-- S3 expand replace-constraint: Let the new form of orders_status_check take the place of the old one (I1)
--   ACCESS EXCLUSIVE on public.orders for a moment: blocks reads-and-writes
--   note: weakens-integrity (public.orders) The old form of orders_status_check holds no longer.
ALTER TABLE public.orders DROP CONSTRAINT orders_status_check;
ALTER TABLE public.orders RENAME CONSTRAINT orders_status_check_req_0001 TO orders_status_check;
--   back: ALTER TABLE public.orders RENAME CONSTRAINT orders_status_check TO orders_status_check_req_0001;
--   back: ALTER TABLE public.orders ADD CONSTRAINT orders_status_check CHECK ((status = ANY (ARRAY['open'::text, 'paid'::text, 'sent'::text])));

-- precheck violations/public.orders.orders_status_check: Every row of public.orders fulfils orders_status_check
--   no-rows: SELECT status FROM public.orders WHERE NOT ((status = ANY (ARRAY['open'::text, 'paid'::text, 'sent'::text, 'returned'::text])))
