-- S1 expand alter-table: Change table public.item
--   ACCESS EXCLUSIVE on public.item for a moment: blocks reads-and-writes
--   warning: weakens-security (public.item) Rows that policies hid become visible.
ALTER TABLE public.item DISABLE ROW LEVEL SECURITY;
ALTER TABLE public.item NO FORCE ROW LEVEL SECURITY;
--   back: ALTER TABLE public.item ENABLE ROW LEVEL SECURITY;
--   back: ALTER TABLE public.item FORCE ROW LEVEL SECURITY;

