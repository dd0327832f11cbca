-- S1 expand drop-index: Drop index i_one of public.item
--   ACCESS EXCLUSIVE on public.item for a moment: blocks reads-and-writes
--   warning: slows-queries (public.item) Queries that used the index read the table instead.
DROP INDEX public.i_one;
--   back: CREATE INDEX i_one ON public.item USING btree (name);

-- S2 expand create-index: Create index i_one on public.item
--   SHARE on public.item for a build: blocks writes
--   warning: scans-object (public.item) Every row is read to build the index.
--   warning: blocks-writes (public.item) Nobody can write to the table while the index is built.
--   note: needs-disk (public.item) Needs room for the index.
CREATE INDEX i_one ON public.item USING btree (amount);
--   back: DROP INDEX public.i_one;

-- S3 expand drop-index: Drop index i_two of public.item
--   ACCESS EXCLUSIVE on public.item for a moment: blocks reads-and-writes
--   warning: slows-queries (public.item) Queries that used the index read the table instead.
DROP INDEX public.i_two;
--   back: CREATE INDEX i_two ON public.item USING btree (amount);

-- S4 expand create-index: Create index i_two on public.item
--   SHARE on public.item for a build: blocks writes
--   warning: scans-object (public.item) Every row is read to build the index.
--   warning: blocks-writes (public.item) Nobody can write to the table while the index is built.
--   note: needs-disk (public.item) Needs room for the index.
CREATE INDEX i_two ON public.item USING btree (name);
--   back: DROP INDEX public.i_two;

