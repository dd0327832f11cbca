-- S1 expand require-new-rows: Require zip of new rows of public.customers
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.customers.zip) Writes that leave the field empty are refused.
ALTER TABLE public.customers ADD CONSTRAINT customers_zip_not_null NOT NULL zip NOT VALID;
--   back: ALTER TABLE public.customers ALTER COLUMN zip DROP NOT NULL;

-- S2 expand validate-required [transaction: own]: Prove that zip is filled in every row of public.customers
--   SHARE UPDATE EXCLUSIVE on public.customers for a scan: blocks ddl
--   note: scans-object (public.customers) Every row is read; readers and writers go on.
ALTER TABLE public.customers VALIDATE CONSTRAINT customers_zip_not_null;

-- precheck filled/public.customers.zip: Every row of public.customers has a zip
--   no-rows: SELECT id FROM public.customers WHERE zip IS NULL
