-- S1 expand add-column: Add column public.item.rank
--   ACCESS EXCLUSIVE on public.item for a rewrite: blocks reads-and-writes
--   warning: rewrites-object (public.item) The new column has a value of its own in every row.
--   warning: blocks-reads (public.item) Nobody can read the table while it is rewritten.
--   warning: needs-disk (public.item) Needs room for a second copy of the table.
--   note: breaks-running-code (public.item) A prepared SELECT * of it fails once: cached plan must not change result type.
--   note: changes-data (public.item) A transaction whose snapshot is older than the rewrite finds the table empty.
--   way back: exact, until any time; loses values written to the new column
ALTER TABLE public.item ADD COLUMN rank integer DEFAULT public.twice(4);
--   back: ALTER TABLE public.item DROP COLUMN rank;

-- carries public.item.∅ → public.item.rank: forward none, backward none
