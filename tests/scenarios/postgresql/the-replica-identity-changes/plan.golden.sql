-- S1 expand alter-index: Change index item_name of public.item
--   SHARE UPDATE EXCLUSIVE on public.item for a moment: blocks ddl
ALTER TABLE public.item REPLICA IDENTITY USING INDEX item_name;
--   back: ALTER TABLE public.item REPLICA IDENTITY DEFAULT;

