-- S1 expand add-constraint-not-valid: Hold new rows of public.entries to entries_account_fkey
--   SHARE ROW EXCLUSIVE on public.entries for a moment: blocks writes
--   SHARE ROW EXCLUSIVE on public.accounts for a moment: blocks writes
--   warning: breaks-running-code (public.entries) Writes that break entries_account_fkey are refused.
ALTER TABLE public.entries ADD CONSTRAINT entries_account_fkey_req_0001 FOREIGN KEY (account) REFERENCES public.accounts(id) DEFERRABLE INITIALLY DEFERRED NOT VALID;
--   back: ALTER TABLE public.entries DROP CONSTRAINT entries_account_fkey_req_0001;

-- S2 expand validate-constraint [transaction: own]: Prove entries_account_fkey for the rows that are there
--   SHARE UPDATE EXCLUSIVE on public.entries for a scan: blocks ddl
--   note: scans-object (public.entries) Every row is read; readers and writers go on.
ALTER TABLE public.entries VALIDATE CONSTRAINT entries_account_fkey_req_0001;

-- S3 expand replace-constraint: Let the new form of entries_account_fkey take the place of the old one
--   ACCESS EXCLUSIVE on public.entries for a moment: blocks reads-and-writes
--   note: weakens-integrity (public.entries) The old form of entries_account_fkey holds no longer.
ALTER TABLE public.entries DROP CONSTRAINT entries_account_fkey;
ALTER TABLE public.entries RENAME CONSTRAINT entries_account_fkey_req_0001 TO entries_account_fkey;
--   back: ALTER TABLE public.entries RENAME CONSTRAINT entries_account_fkey TO entries_account_fkey_req_0001;
--   back: ALTER TABLE public.entries ADD CONSTRAINT entries_account_fkey FOREIGN KEY (account) REFERENCES public.accounts(id);

-- precheck violations/public.entries.entries_account_fkey: Every row of public.entries fulfils entries_account_fkey
--   no-rows: SELECT t.account FROM public.entries t WHERE t.account IS NOT NULL AND NOT EXISTS (SELECT FROM public.accounts o WHERE o.id = t.account)
