-- S1 expand drop-constraint: Drop reference line_item_id_fkey of public.line
--   ACCESS EXCLUSIVE on public.line for a moment: blocks reads-and-writes
--   ACCESS EXCLUSIVE on public.item for a moment: blocks reads-and-writes
--   warning: weakens-integrity (public.line.line_item_id_fkey) Rows that the rule kept out may come in.
ALTER TABLE public.line DROP CONSTRAINT line_item_id_fkey;
--   back: ALTER TABLE public.line ADD CONSTRAINT line_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.item(id);

-- S2 expand add-constraint: Add reference line_item_id_fkey to public.line
--   SHARE ROW EXCLUSIVE on public.line for a scan: blocks writes
--   SHARE ROW EXCLUSIVE on public.item for a scan: blocks writes
--   warning: scans-object (public.line) Every row is read under the lock.
--   warning: blocks-writes (public.line) Nobody can write to the table while its rows are checked.
--   warning: breaks-running-code (public.line) Writes that break the new rule are refused.
ALTER TABLE public.line ADD CONSTRAINT line_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.item(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
--   back: ALTER TABLE public.line DROP CONSTRAINT line_item_id_fkey;

-- precheck violations/public.line.line_item_id_fkey: Every row of public.line fulfils line_item_id_fkey
--   no-rows: SELECT t.item_id FROM public.line t WHERE t.item_id IS NOT NULL AND NOT EXISTS (SELECT FROM public.item o WHERE o.id = t.item_id)
