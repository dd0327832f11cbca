-- S1 contract drop-column: Drop column public.orders.note
--   ACCESS EXCLUSIVE on public.orders for a moment: blocks reads-and-writes
--   error: deletes-data (public.orders.note) Every value of the column is gone.
--   warning: irreversible (public.orders.note) The way back restores the column, not its values.
--   warning: breaks-running-code (public.orders.note) Code that still names the column fails.
--   way back: schema-only, until the step runs; loses every value of the column
ALTER TABLE public.orders DROP COLUMN note;
--   back: ALTER TABLE public.orders ADD COLUMN note text;

-- carries public.orders.note → public.orders.∅: forward none, backward none
