-- S1 expand alter-column: Change column public.customers.full_name
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   note: weakens-integrity (public.customers.full_name) The column may be left empty from now on.
ALTER TABLE public.customers ALTER COLUMN full_name DROP NOT NULL;
--   back: ALTER TABLE public.customers ALTER COLUMN full_name SET NOT NULL;

-- S2 expand alter-column: Change column public.customers.balance
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
ALTER TABLE public.customers ALTER COLUMN balance SET DEFAULT 5;
--   back: ALTER TABLE public.customers ALTER COLUMN balance SET DEFAULT 0;

