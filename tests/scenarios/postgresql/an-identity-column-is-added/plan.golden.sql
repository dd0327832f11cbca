-- S1 expand add-column: Add column public.orders.number
--   ACCESS EXCLUSIVE on public.orders for a rewrite: blocks reads-and-writes
--   warning: rewrites-object (public.orders) The new column has a value of its own in every row.
--   warning: blocks-reads (public.orders) Nobody can read the table while it is rewritten.
--   warning: needs-disk (public.orders) Needs room for a second copy of the table.
--   note: breaks-running-code (public.orders) A prepared SELECT * of it fails once: cached plan must not change result type.
--   note: changes-data (public.orders) A transaction whose snapshot is older than the rewrite finds the table empty.
--   way back: exact, until any time; loses values written to the new column
ALTER TABLE public.orders ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY NOT NULL;
--   back: ALTER TABLE public.orders DROP COLUMN number;

-- carries public.orders.∅ → public.orders.number: forward none, backward none
