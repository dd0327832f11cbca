-- S1 expand add-constraint-not-valid: Hold new rows of public.contracts to contracts_tariff_fkey
--   SHARE ROW EXCLUSIVE on public.contracts for a moment: blocks writes
--   SHARE ROW EXCLUSIVE on public.tariffs for a moment: blocks writes
--   warning: breaks-running-code (public.contracts) Writes that break contracts_tariff_fkey are refused.
ALTER TABLE public.contracts ADD CONSTRAINT contracts_tariff_fkey FOREIGN KEY (zone, PERIOD valid) REFERENCES public.tariffs(zone, PERIOD valid) NOT VALID;
--   back: ALTER TABLE public.contracts DROP CONSTRAINT contracts_tariff_fkey;

-- S2 expand validate-constraint [transaction: own]: Prove contracts_tariff_fkey for the rows that are there
--   SHARE UPDATE EXCLUSIVE on public.contracts for a scan: blocks ddl
--   note: scans-object (public.contracts) Every row is read; readers and writers go on.
ALTER TABLE public.contracts VALIDATE CONSTRAINT contracts_tariff_fkey;

-- precheck violations/public.contracts.contracts_tariff_fkey: Every row of public.contracts fulfils contracts_tariff_fkey
--   no-rows: SELECT t.zone, t.valid FROM public.contracts t WHERE t.zone IS NOT NULL AND t.valid IS NOT NULL AND NOT coalesce((SELECT t.valid <@ range_agg(o.valid) FROM public.tariffs o WHERE o.zone = t.zone), false)
