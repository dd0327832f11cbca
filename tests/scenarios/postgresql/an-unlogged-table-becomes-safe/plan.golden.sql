-- S1 expand alter-table: Change table public.carts
--   ACCESS EXCLUSIVE on public.carts for a rewrite: blocks reads-and-writes
--   warning: rewrites-object (public.carts) Every row is written anew.
--   warning: blocks-reads (public.carts) Nobody can read the table while it is rewritten.
--   warning: needs-disk (public.carts) Needs room for a second copy of the table.
--   note: changes-data (public.carts) A transaction whose snapshot is older than the rewrite finds the table empty.
ALTER TABLE public.carts SET LOGGED;
--   back: ALTER TABLE public.carts SET UNLOGGED;

