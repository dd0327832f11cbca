-- S1 expand require-new-rows: Require zip of new rows of public.customers
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.customers.zip) Writes that leave the field empty are refused.
ALTER TABLE public.customers ADD CONSTRAINT customers_zip_not_null NOT NULL zip NOT VALID;
--   back: ALTER TABLE public.customers ALTER COLUMN zip DROP NOT NULL;

-- S2 expand validate-required: Prove that zip is filled in every row of public.customers
--   SHARE UPDATE EXCLUSIVE on public.customers for a scan: blocks ddl
--   note: scans-object (public.customers) Every row is read; readers and writers go on.
ALTER TABLE public.customers VALIDATE CONSTRAINT customers_zip_not_null;

-- S3 expand create-index: Build index orders_by_customer on public.orders
--   SHARE on public.orders for a build: blocks writes
--   warning: blocks-writes (public.orders) Nobody can write to the table while the index is built.
--   note: scans-object (public.orders) Every row is read to build the index.
--   note: needs-disk (public.orders) Needs room for the index.
CREATE INDEX orders_by_customer ON public.orders USING btree (customer_id);
--   back: DROP INDEX public.orders_by_customer;

-- S4 expand add-constraint: Add check orders_total_check to public.orders
--   ACCESS EXCLUSIVE on public.orders for a scan: blocks reads-and-writes
--   warning: scans-object (public.orders) Every row is read under the lock.
--   warning: blocks-writes (public.orders) Nobody can write to the table while its rows are checked.
--   warning: blocks-reads (public.orders) Nobody can read the table meanwhile.
--   warning: breaks-running-code (public.orders) Writes that break the new rule are refused.
ALTER TABLE public.orders ADD CONSTRAINT orders_total_check CHECK ((total >= 0));
--   back: ALTER TABLE public.orders DROP CONSTRAINT orders_total_check;

-- precheck filled/public.customers.zip: Every row of public.customers has a zip
--   no-rows: SELECT id FROM public.customers WHERE zip IS NULL
