-- S1 expand add-column: Add column public.customers.phone
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.customers) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until any time; loses values written to the new column
ALTER TABLE public.customers ADD COLUMN phone text;
--   back: ALTER TABLE public.customers DROP COLUMN phone;

-- carries public.customers.∅ → public.customers.phone: forward none, backward none
