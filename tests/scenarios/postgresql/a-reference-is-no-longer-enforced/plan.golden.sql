-- S1 expand alter-constraint: Change reference entries_account_fkey of public.entries
--   ACCESS EXCLUSIVE on public.entries for a moment: blocks reads-and-writes
--   warning: weakens-integrity (public.entries.entries_account_fkey) Rows that the rule kept out may come in.
ALTER TABLE public.entries ALTER CONSTRAINT entries_account_fkey NOT ENFORCED;
--   back: ALTER TABLE public.entries ALTER CONSTRAINT entries_account_fkey ENFORCED;

