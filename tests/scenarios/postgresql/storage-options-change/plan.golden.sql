-- S1 expand alter-table: Change table public.item
--   SHARE UPDATE EXCLUSIVE on public.item for a moment: blocks ddl
ALTER TABLE public.item SET (fillfactor=70);
ALTER TABLE public.item RESET (autovacuum_enabled);
--   back: ALTER TABLE public.item SET (autovacuum_enabled=false, fillfactor=90);

-- S2 expand alter-column: Change column public.item.name
--   ACCESS EXCLUSIVE on public.item for a moment: blocks reads-and-writes
ALTER TABLE public.item ALTER COLUMN name SET STORAGE EXTERNAL;
ALTER TABLE public.item ALTER COLUMN name SET STATISTICS -1;
--   back: ALTER TABLE public.item ALTER COLUMN name SET STORAGE DEFAULT;
--   back: ALTER TABLE public.item ALTER COLUMN name SET STATISTICS 500;

