-- S1 expand add-column: Add column public.accounts.opened
--   ACCESS EXCLUSIVE on public.accounts for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.accounts) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until any time; loses values written to the new column
ALTER TABLE public.accounts ADD COLUMN opened date;
--   back: ALTER TABLE public.accounts DROP COLUMN opened;

-- carries public.accounts.∅ → public.accounts.opened: forward none, backward none
