-- S1 expand alter-column: Change column public.p.id
--   ACCESS EXCLUSIVE on public.p for a moment: blocks reads-and-writes
ALTER TABLE public.p ALTER COLUMN id DROP IDENTITY;
--   back: ALTER TABLE public.p ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 CACHE 1 NO CYCLE);
--   back: SELECT setval(pg_get_serial_sequence('public.p', 'id'), coalesce(max(id) + 1, 1), false) FROM public.p;

