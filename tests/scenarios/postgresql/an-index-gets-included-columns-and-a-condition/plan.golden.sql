-- S1 expand drop-index: Drop index item_name of public.item
--   ACCESS EXCLUSIVE on public.item for a moment: blocks reads-and-writes
--   warning: slows-queries (public.item) Queries that used the index read the table instead.
DROP INDEX public.item_name;
--   back: CREATE INDEX item_name ON public.item USING btree (name);

-- S2 expand create-index: Create index item_name on public.item
--   SHARE on public.item for a build: blocks writes
--   warning: scans-object (public.item) Every row is read to build the index.
--   warning: blocks-writes (public.item) Nobody can write to the table while the index is built.
--   note: needs-disk (public.item) Needs room for the index.
CREATE INDEX item_name ON public.item USING btree (name DESC NULLS LAST) INCLUDE (amount) WHERE (note IS NOT NULL);
--   back: DROP INDEX public.item_name;

