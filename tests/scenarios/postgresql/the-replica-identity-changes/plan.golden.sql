-- S1 expand mark-table: Set the replica identity of public.item
--   ACCESS EXCLUSIVE on public.item for a moment: blocks reads-and-writes
ALTER TABLE public.item REPLICA IDENTITY USING INDEX item_name;
--   back: ALTER TABLE public.item REPLICA IDENTITY DEFAULT;

