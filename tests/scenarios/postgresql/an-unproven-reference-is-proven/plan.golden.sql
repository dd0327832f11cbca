-- S1 expand validate-constraint [transaction: own]: Validate reference entries_account_fkey of public.entries
--   SHARE UPDATE EXCLUSIVE on public.entries for a scan: blocks ddl
--   note: scans-object (public.entries) Every row is read; others go on reading and writing.
ALTER TABLE public.entries VALIDATE CONSTRAINT entries_account_fkey;
--   back: ALTER TABLE public.entries DROP CONSTRAINT entries_account_fkey;
--   back: ALTER TABLE public.entries ADD CONSTRAINT entries_account_fkey FOREIGN KEY (account) REFERENCES public.accounts(id) NOT VALID;

