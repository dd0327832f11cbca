-- S1 expand add-column: Add column public.orders.tax
--   ACCESS EXCLUSIVE on public.orders for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.orders) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until any time; loses values written to the new column
ALTER TABLE public.orders ADD COLUMN tax numeric(12,2) GENERATED ALWAYS AS ((net * vat)) VIRTUAL;
--   back: ALTER TABLE public.orders DROP COLUMN tax;

-- carries public.orders.∅ → public.orders.tax: forward none, backward none
