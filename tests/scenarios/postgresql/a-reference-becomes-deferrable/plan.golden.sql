-- S1 expand alter-constraint: Change reference entries_account_fkey of public.entries
--   SHARE ROW EXCLUSIVE on public.entries for a moment: blocks writes
ALTER TABLE public.entries ALTER CONSTRAINT entries_account_fkey DEFERRABLE INITIALLY DEFERRED;
--   back: ALTER TABLE public.entries ALTER CONSTRAINT entries_account_fkey NOT DEFERRABLE;

