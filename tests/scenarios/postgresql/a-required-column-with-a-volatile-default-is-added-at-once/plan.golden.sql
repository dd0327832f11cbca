-- S1 expand add-column: Add column public.customers.token
--   ACCESS EXCLUSIVE on public.customers for a rewrite: blocks reads-and-writes
--   warning: rewrites-object (public.customers) The new column has a value of its own in every row.
--   warning: blocks-reads (public.customers) Nobody can read the table while it is rewritten.
--   warning: needs-disk (public.customers) Needs room for a second copy of the table.
--   note: breaks-running-code (public.customers) A prepared SELECT * of it fails once: cached plan must not change result type.
--   note: changes-data (public.customers) A transaction whose snapshot is older than the rewrite finds the table empty.
--   way back: exact, until any time; loses values written to the new column
ALTER TABLE public.customers ADD COLUMN token uuid DEFAULT gen_random_uuid() NOT NULL;
--   back: ALTER TABLE public.customers DROP COLUMN token;

-- carries public.customers.∅ → public.customers.token: forward none, backward none
