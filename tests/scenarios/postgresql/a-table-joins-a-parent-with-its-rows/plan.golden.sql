-- S1 expand alter-table: Change table public.vans
--   ACCESS EXCLUSIVE on public.vans for a moment: blocks reads-and-writes
ALTER TABLE public.vans INHERIT public.assets;
--   back: ALTER TABLE public.vans NO INHERIT public.assets;

