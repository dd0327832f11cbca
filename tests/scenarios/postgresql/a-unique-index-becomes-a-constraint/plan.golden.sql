-- S1 expand rename-index: Rename index public.item_name to public.item_name_req_0001_old
--   SHARE UPDATE EXCLUSIVE on public.item_name_req_0001_old for a moment: blocks ddl
ALTER INDEX public.item_name RENAME TO item_name_req_0001_old;
--   back: ALTER INDEX public.item_name_req_0001_old RENAME TO item_name;

-- S2 expand add-constraint: Add unique constraint item_name to public.item
--   ACCESS EXCLUSIVE on public.item for a build: blocks reads-and-writes
--   warning: scans-object (public.item) Every row is read under the lock.
--   warning: blocks-writes (public.item) Nobody can write to the table while its rows are checked.
--   warning: blocks-reads (public.item) Nobody can read the table meanwhile.
--   note: needs-disk (public.item) Needs room for the index.
--   warning: breaks-running-code (public.item) Writes that break the new rule are refused.
ALTER TABLE public.item ADD CONSTRAINT item_name UNIQUE (name);
--   back: ALTER TABLE public.item DROP CONSTRAINT item_name;

-- S3 contract drop-index: Drop index item_name_req_0001_old of public.item
--   ACCESS EXCLUSIVE on public.item for a moment: blocks reads-and-writes
--   warning: slows-queries (public.item) Queries that used the index read the table instead.
--   warning: weakens-integrity (public.item) Values may be repeated from now on.
DROP INDEX public.item_name_req_0001_old;
--   back: CREATE UNIQUE INDEX item_name_req_0001_old ON public.item USING btree (name);

