-- S1 expand add-column: Add column public.log.w
--   ACCESS EXCLUSIVE on public.log for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.log) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until any time; loses values written to the new column
ALTER TABLE public.log ADD COLUMN w integer DEFAULT 5;
--   back: ALTER TABLE public.log DROP COLUMN w;

-- S2 expand create-index: Create index log_v on public.log
--   SHARE on public.log for a build: blocks writes
--   warning: scans-object (public.log) Every row is read to build the index.
--   warning: blocks-writes (public.log) Nobody can write to the table while the index is built.
--   note: needs-disk (public.log) Needs room for the index.
CREATE INDEX log_v ON public.log USING btree (v);
--   back: DROP INDEX public.log_v;

-- carries public.log.∅ → public.log.w: forward none, backward none
