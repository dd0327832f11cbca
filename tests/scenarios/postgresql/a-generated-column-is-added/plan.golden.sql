-- S1 expand add-column: Add column public.customers.mail_key
--   ACCESS EXCLUSIVE on public.customers for a rewrite: blocks reads-and-writes
--   warning: rewrites-object (public.customers) The new column has a value of its own in every row.
--   warning: blocks-reads (public.customers) Nobody can read the table while it is rewritten.
--   warning: needs-disk (public.customers) Needs room for a second copy of the table.
--   note: breaks-running-code (public.customers) A prepared SELECT * of it fails once: cached plan must not change result type.
--   note: changes-data (public.customers) A transaction whose snapshot is older than the rewrite finds the table empty.
--   way back: exact, until any time; loses values written to the new column
ALTER TABLE public.customers ADD COLUMN mail_key text GENERATED ALWAYS AS (lower(mail)) STORED;
--   back: ALTER TABLE public.customers DROP COLUMN mail_key;

-- carries public.customers.∅ → public.customers.mail_key: forward none, backward none
