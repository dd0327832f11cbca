-- S1 expand alter-table: Change table public.moves
--   SHARE UPDATE EXCLUSIVE on public.moves for a moment: blocks ddl
ALTER TABLE public.moves SET (autovacuum_vacuum_scale_factor=0.02, fillfactor=90, parallel_workers=2);
--   back: ALTER TABLE public.moves RESET (autovacuum_vacuum_scale_factor, fillfactor, parallel_workers);

-- S2 expand alter-index: Change index moves_by_at of public.moves
--   SHARE UPDATE EXCLUSIVE on public.moves for a moment: blocks ddl
ALTER INDEX public.moves_by_at SET (fillfactor='70', deduplicate_items=off);
--   back: ALTER INDEX public.moves_by_at RESET (fillfactor, deduplicate_items);

-- S3 expand mark-table: Set the order of CLUSTER of public.moves
--   SHARE UPDATE EXCLUSIVE on public.moves for a moment: blocks ddl
ALTER TABLE public.moves CLUSTER ON moves_by_at;
--   back: ALTER TABLE public.moves SET WITHOUT CLUSTER;

