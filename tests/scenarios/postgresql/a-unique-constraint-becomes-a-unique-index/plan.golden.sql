-- S1 expand rename-constraint: Rename constraint public.item.item_name to public.item.item_name_req_0001_old
--   ACCESS EXCLUSIVE on public.item for a moment: blocks reads-and-writes
ALTER TABLE public.item RENAME CONSTRAINT item_name TO item_name_req_0001_old;
--   back: ALTER TABLE public.item RENAME CONSTRAINT item_name_req_0001_old TO item_name;

-- S2 expand create-index: Create index item_name on public.item
--   SHARE on public.item for a build: blocks writes
--   warning: scans-object (public.item) Every row is read to build the index.
--   warning: blocks-writes (public.item) Nobody can write to the table while the index is built.
--   note: needs-disk (public.item) Needs room for the index.
--   warning: breaks-running-code (public.item) Writes that repeat a value are refused.
CREATE UNIQUE INDEX item_name ON public.item USING btree (name);
--   back: DROP INDEX public.item_name;

-- S3 contract drop-constraint: Drop unique constraint item_name_req_0001_old of public.item
--   ACCESS EXCLUSIVE on public.item for a moment: blocks reads-and-writes
--   warning: weakens-integrity (public.item.item_name_req_0001_old) Rows that the rule kept out may come in.
ALTER TABLE public.item DROP CONSTRAINT item_name_req_0001_old;
--   back: ALTER TABLE public.item ADD CONSTRAINT item_name_req_0001_old UNIQUE (name);

-- precheck duplicates/public.item_name: No two rows of public.item have the same name
--   no-rows: SELECT name FROM public.item WHERE (name) IS NOT NULL GROUP BY name HAVING count(*) > 1
