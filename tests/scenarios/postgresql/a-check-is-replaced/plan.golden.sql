-- S1 expand add-constraint-not-valid: Hold new rows of public.customers to customers_balance_check
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.customers) Writes that break customers_balance_check are refused.
ALTER TABLE public.customers ADD CONSTRAINT customers_balance_check_req_0001 CHECK ((balance >= (1)::numeric)) NOT VALID;
--   back: ALTER TABLE public.customers DROP CONSTRAINT customers_balance_check_req_0001;

-- S2 expand validate-constraint [transaction: own]: Prove customers_balance_check for the rows that are there
--   SHARE UPDATE EXCLUSIVE on public.customers for a scan: blocks ddl
--   note: scans-object (public.customers) Every row is read; readers and writers go on.
ALTER TABLE public.customers VALIDATE CONSTRAINT customers_balance_check_req_0001;

-- S3 expand replace-constraint: Let the new form of customers_balance_check take the place of the old one
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   note: weakens-integrity (public.customers) The old form of customers_balance_check holds no longer.
ALTER TABLE public.customers DROP CONSTRAINT customers_balance_check;
ALTER TABLE public.customers RENAME CONSTRAINT customers_balance_check_req_0001 TO customers_balance_check;
--   back: ALTER TABLE public.customers RENAME CONSTRAINT customers_balance_check TO customers_balance_check_req_0001;
--   back: ALTER TABLE public.customers ADD CONSTRAINT customers_balance_check CHECK ((balance >= (0)::numeric));

-- precheck violations/public.customers.customers_balance_check: Every row of public.customers fulfils customers_balance_check
--   no-rows: SELECT balance FROM public.customers WHERE NOT ((balance >= (1)::numeric))
