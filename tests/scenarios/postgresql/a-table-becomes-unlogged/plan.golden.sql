-- S1 expand alter-table: Change table public.item
--   ACCESS EXCLUSIVE on public.item for a rewrite: blocks reads-and-writes
--   warning: rewrites-object (public.item) Every row is written anew.
--   warning: blocks-reads (public.item) Nobody can read the table while it is rewritten.
--   warning: needs-disk (public.item) Needs room for a second copy of the table.
--   warning: weakens-integrity (public.item) After a crash the table is empty, and standbys do not have it.
--   note: changes-data (public.item) A transaction whose snapshot is older than the rewrite finds the table empty.
ALTER TABLE public.item SET UNLOGGED;
--   back: ALTER TABLE public.item SET LOGGED;

