-- S1 expand add-column: Add column public.customers.tier (I1)
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.customers) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until any time; loses values written to the new column
ALTER TABLE public.customers ADD COLUMN tier text DEFAULT 'bronze'::text NOT NULL;
--   back: ALTER TABLE public.customers DROP COLUMN tier;

-- S2 expand add-constraint-not-valid: Hold new rows of public.customers to customers_tier_check (I1)
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.customers) Writes that break customers_tier_check are refused.
ALTER TABLE public.customers ADD CONSTRAINT customers_tier_check CHECK ((tier = ANY (ARRAY['bronze'::text, 'silver'::text, 'gold'::text]))) NOT VALID;
--   back: ALTER TABLE public.customers DROP CONSTRAINT customers_tier_check;

-- S3 expand validate-constraint [transaction: own]: Prove customers_tier_check for the rows that are there (I1)
--   SHARE UPDATE EXCLUSIVE on public.customers for a scan: blocks ddl
--   note: scans-object (public.customers) Every row is read; readers and writers go on.
ALTER TABLE public.customers VALIDATE CONSTRAINT customers_tier_check;

-- S4 expand comment: Comment public.customers.tier (I1)
--   SHARE UPDATE EXCLUSIVE on public.customers.tier for a moment: blocks ddl
COMMENT ON COLUMN public.customers.tier IS 'loyalty';
--   back: COMMENT ON COLUMN public.customers.tier IS NULL;

-- precheck violations/public.customers.customers_tier_check: Every row of public.customers fulfils customers_tier_check
--   no-rows: SELECT tier FROM public.customers WHERE NOT ((tier = ANY (ARRAY['bronze'::text, 'silver'::text, 'gold'::text])))
-- carries public.customers.∅ → public.customers.tier: forward none, backward none
