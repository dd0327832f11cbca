-- S1 expand alter-table: Change table public.goods
--   ACCESS EXCLUSIVE on public.goods for a moment: blocks reads-and-writes
ALTER TABLE public.goods NO INHERIT public.priced;
--   back: ALTER TABLE public.goods INHERIT public.priced;

