-- S1 expand alter-column: Change column public.customers.zip
--   ACCESS EXCLUSIVE on public.customers for a scan: blocks reads-and-writes
--   warning: scans-object (public.customers) Every row is read to see that the column is filled.
--   warning: blocks-reads (public.customers) Nobody can read the table while it is checked.
--   warning: breaks-running-code (public.customers.zip) Writes that leave the column empty are refused.
ALTER TABLE public.customers ALTER COLUMN zip SET NOT NULL;
--   back: ALTER TABLE public.customers ALTER COLUMN zip DROP NOT NULL;

-- precheck filled/public.customers.zip: Every row of public.customers has a zip
--   no-rows: SELECT id FROM public.customers WHERE zip IS NULL
