-- S1 expand add-column: Add column public.ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt.ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc
--   ACCESS EXCLUSIVE on public.ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until any time; loses values written to the new column
ALTER TABLE public.ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt ADD COLUMN ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc text;
--   back: ALTER TABLE public.ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt DROP COLUMN ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc;

-- S2 expand add-constraint: Add check tttttttttttttttttttttttttttt_cccccccccccccccccccccccccccc_check to public.ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt
--   ACCESS EXCLUSIVE on public.ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt for a scan: blocks reads-and-writes
--   warning: scans-object (public.ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt) Every row is read under the lock.
--   warning: blocks-writes (public.ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt) Nobody can write to the table while its rows are checked.
--   warning: blocks-reads (public.ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt) Nobody can read the table meanwhile.
--   warning: breaks-running-code (public.ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt) Writes that break the new rule are refused.
ALTER TABLE public.ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt ADD CONSTRAINT tttttttttttttttttttttttttttt_cccccccccccccccccccccccccccc_check CHECK ((ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc <> ''::text));
--   back: ALTER TABLE public.ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt DROP CONSTRAINT tttttttttttttttttttttttttttt_cccccccccccccccccccccccccccc_check;

-- S3 expand create-index: Create index iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii on public.ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt
--   SHARE on public.ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt for a build: blocks writes
--   warning: scans-object (public.ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt) Every row is read to build the index.
--   warning: blocks-writes (public.ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt) Nobody can write to the table while the index is built.
--   note: needs-disk (public.ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt) Needs room for the index.
CREATE INDEX iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii ON public.ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt USING btree (ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc);
--   back: DROP INDEX public.iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii;

-- precheck violations/public.ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt.tttttttttttttttttttttttttttt_cccccccccccccccccccccccccccc_check: Every row of public.ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt fulfils tttttttttttttttttttttttttttt_cccccccccccccccccccccccccccc_check
--   no-rows: SELECT ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc FROM public.ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt WHERE NOT ((ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc <> ''::text))
-- carries public.ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt.∅ → public.ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt.ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc: forward none, backward none
