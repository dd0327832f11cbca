-- S1 expand create-function: Create function public.twice(integer)
CREATE OR REPLACE FUNCTION public.twice(a integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT a * 2 $function$;
--   back: DROP FUNCTION public.twice(integer);

-- S2 expand create-index: Create index item_twice on public.item
--   SHARE on public.item for a build: blocks writes
--   warning: scans-object (public.item) Every row is read to build the index.
--   warning: blocks-writes (public.item) Nobody can write to the table while the index is built.
--   note: needs-disk (public.item) Needs room for the index.
CREATE INDEX item_twice ON public.item USING btree (public.twice(amount));
--   back: DROP INDEX public.item_twice;

-- S3 expand analyze [transaction: own]: Gather statistics of public.item: those of an expression exist only once it has an index
--   SHARE UPDATE EXCLUSIVE on public.item for a scan: blocks ddl
ANALYZE public.item;

