-- S1 expand add-column: Add column public.customers.phone
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   way back: exact, until any time; loses values written to the new column
ALTER TABLE public.customers ADD COLUMN phone text;
--   back: ALTER TABLE public.customers DROP COLUMN phone;

-- carries public.customers.∅ → public.customers.phone: forward none, backward none
