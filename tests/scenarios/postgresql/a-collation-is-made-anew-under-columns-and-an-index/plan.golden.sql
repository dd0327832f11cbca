-- S1 contract deploy-gate: Wait for the release that no longer uses public.names.name
-- waits for the release that no longer uses public.names.name

-- S2 contract take-dependents-away: Take away for a moment: view public.sorted
--   ACCESS EXCLUSIVE on public.sorted for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.sorted) Rests on what changes: gone until the last step of this transaction puts it back.
DROP VIEW public.sorted;
--   back: CREATE VIEW public.sorted AS
--         SELECT name
--            FROM public.names
--           ORDER BY (other COLLATE public.plain);

-- S3 contract alter-collation: Change collation public.plain
--   ACCESS EXCLUSIVE on public.names for a build: blocks reads-and-writes
--   warning: breaks-running-code (collation:public.plain) Texts sort and compare in another way: order of results, equality, and what unique keys allow.
--   warning: blocks-reads (public.names) Nobody can read the table while its indexes are built anew.
--   warning: scans-object (public.names) Every row is read to build the indexes anew.
DROP INDEX public.names_by_name;
DROP INDEX public.names_by_other;
ALTER COLLATION public.plain RENAME TO plain_replaced;
CREATE COLLATION public.plain (PROVIDER = libc, LC_COLLATE = 'POSIX', LC_CTYPE = 'POSIX');
ALTER TABLE public.names ALTER COLUMN name TYPE text COLLATE public.plain;
CREATE INDEX names_by_name ON public.names USING btree (name);
CREATE INDEX names_by_other ON public.names USING btree (other COLLATE public.plain);
DROP COLLATION public.plain_replaced;
--   back: DROP INDEX public.names_by_name;
--   back: DROP INDEX public.names_by_other;
--   back: ALTER COLLATION public.plain RENAME TO plain_replaced;
--   back: CREATE COLLATION public.plain (PROVIDER = libc, LC_COLLATE = 'C', LC_CTYPE = 'C');
--   back: ALTER TABLE public.names ALTER COLUMN name TYPE text COLLATE public.plain;
--   back: CREATE INDEX names_by_name ON public.names USING btree (name);
--   back: CREATE INDEX names_by_other ON public.names USING btree (other COLLATE public.plain);
--   back: DROP COLLATION public.plain_replaced;

-- S4 contract put-dependents-back: Put in place: view public.sorted
CREATE VIEW public.sorted AS
SELECT name
   FROM public.names
  ORDER BY (other COLLATE public.plain);
--   back: DROP VIEW public.sorted;

