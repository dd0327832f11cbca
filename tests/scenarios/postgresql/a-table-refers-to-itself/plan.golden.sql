-- S1 expand add-column: Add column public.item.parent
--   ACCESS EXCLUSIVE on public.item for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.item) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until any time; loses values written to the new column
ALTER TABLE public.item ADD COLUMN parent integer;
--   back: ALTER TABLE public.item DROP COLUMN parent;

-- S2 expand add-constraint: Add reference item_parent_fkey to public.item
--   SHARE ROW EXCLUSIVE on public.item for a scan: blocks writes
--   warning: scans-object (public.item) Every row is read under the lock.
--   warning: blocks-writes (public.item) Nobody can write to the table while its rows are checked.
--   warning: breaks-running-code (public.item) Writes that break the new rule are refused.
ALTER TABLE public.item ADD CONSTRAINT item_parent_fkey FOREIGN KEY (parent) REFERENCES public.item(id) ON DELETE SET NULL;
--   back: ALTER TABLE public.item DROP CONSTRAINT item_parent_fkey;

-- precheck violations/public.item.item_parent_fkey: Every row of public.item fulfils item_parent_fkey
--   no-rows: SELECT t.parent FROM public.item t WHERE t.parent IS NOT NULL AND NOT EXISTS (SELECT FROM public.item o WHERE o.id = t.parent)
-- carries public.item.∅ → public.item.parent: forward none, backward none
