-- S1 expand require-new-rows: Require zip of new rows of public.customers
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.customers.zip) Writes that leave the field empty are refused.
ALTER TABLE public.customers ADD CONSTRAINT customers_zip_required_req_0001 CHECK (zip IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.customers DROP CONSTRAINT customers_zip_required_req_0001;

-- S2 expand validate-required [transaction: own]: Prove that zip is filled in every row of public.customers
--   SHARE UPDATE EXCLUSIVE on public.customers for a scan: blocks ddl
--   note: scans-object (public.customers) Every row is read; readers and writers go on.
ALTER TABLE public.customers VALIDATE CONSTRAINT customers_zip_required_req_0001;

-- S3 expand set-not-null: Make zip of public.customers required; the proven check spares the scan
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
ALTER TABLE public.customers ALTER COLUMN zip SET NOT NULL;
ALTER TABLE public.customers DROP CONSTRAINT customers_zip_required_req_0001;
--   back: ALTER TABLE public.customers ADD CONSTRAINT customers_zip_required_req_0001 CHECK (zip IS NOT NULL);
--   back: ALTER TABLE public.customers ALTER COLUMN zip DROP NOT NULL;

-- precheck filled/public.customers.zip: Every row of public.customers has a zip
--   no-rows: SELECT id FROM public.customers WHERE zip IS NULL
