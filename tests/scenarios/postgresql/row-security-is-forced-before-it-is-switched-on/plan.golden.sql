-- S1 expand alter-table: Change table public.t
--   ACCESS EXCLUSIVE on public.t for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.t) Rows that no policy allows are hidden from everybody but the owner.
ALTER TABLE public.t ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.t NO FORCE ROW LEVEL SECURITY;
--   back: ALTER TABLE public.t DISABLE ROW LEVEL SECURITY;
--   back: ALTER TABLE public.t FORCE ROW LEVEL SECURITY;

