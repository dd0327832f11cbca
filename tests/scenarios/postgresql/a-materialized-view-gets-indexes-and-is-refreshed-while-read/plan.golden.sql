-- S1 expand create-index: Create index per_author_by_n on public.per_author
--   SHARE on public.per_author for a build: blocks writes
--   warning: scans-object (public.per_author) Every row is read to build the index.
--   warning: blocks-writes (public.per_author) Nobody can write to the table while the index is built.
--   note: needs-disk (public.per_author) Needs room for the index.
CREATE INDEX per_author_by_n ON public.per_author USING btree (n DESC);
--   back: DROP INDEX public.per_author_by_n;

-- S2 expand create-index: Create index per_author_key on public.per_author
--   SHARE on public.per_author for a build: blocks writes
--   warning: scans-object (public.per_author) Every row is read to build the index.
--   warning: blocks-writes (public.per_author) Nobody can write to the table while the index is built.
--   note: needs-disk (public.per_author) Needs room for the index.
--   warning: breaks-running-code (public.per_author) Writes that repeat a value are refused.
CREATE UNIQUE INDEX per_author_key ON public.per_author USING btree (author);
--   back: DROP INDEX public.per_author_key;

-- S3 expand comment: Comment public.per_author
--   SHARE UPDATE EXCLUSIVE on public.per_author for a moment: blocks ddl
COMMENT ON MATERIALIZED VIEW public.per_author IS 'refreshed nightly';
--   back: COMMENT ON MATERIALIZED VIEW public.per_author IS NULL;

