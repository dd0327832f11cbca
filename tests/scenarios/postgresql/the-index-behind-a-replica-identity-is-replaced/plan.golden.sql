-- S1 expand clear-invalid-index [transaction: own]: Clear away index devices_by_site if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.devices_by_site') AND NOT indisvalid) THEN
    DROP INDEX public.devices_by_site;
  END IF;
END
$left$;

-- S2 expand create-index-concurrently [transaction: none]: Build index devices_by_site on public.devices
--   SHARE UPDATE EXCLUSIVE on public.devices for a build: blocks ddl
--   note: not-transactional (public.devices) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.devices) Every row is read to build the index.
--   note: needs-disk (public.devices) Needs room for the index.
CREATE UNIQUE INDEX CONCURRENTLY devices_by_site ON public.devices USING btree (site, serial_no);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.devices_by_site;

-- S3 expand check-index: Index devices_by_site is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.devices_by_site') AND indisvalid

-- S4 expand mark-table: Set the replica identity of public.devices
--   ACCESS EXCLUSIVE on public.devices for a moment: blocks reads-and-writes
ALTER TABLE public.devices REPLICA IDENTITY USING INDEX devices_by_site;
--   back: ALTER TABLE public.devices REPLICA IDENTITY USING INDEX devices_by_serial;

-- S5 contract drop-index-concurrently [transaction: none]: Drop index devices_by_serial of public.devices
--   SHARE UPDATE EXCLUSIVE on public.devices for a moment: blocks ddl
--   warning: slows-queries (public.devices) Queries that used the index read the table instead.
--   warning: weakens-integrity (public.devices) Values may be repeated from now on.
--   note: not-transactional (public.devices) A drop that is cut short leaves an invalid index; run it again.
DROP INDEX CONCURRENTLY public.devices_by_serial;
--   back: CREATE UNIQUE INDEX CONCURRENTLY devices_by_serial ON public.devices USING btree (serial_no);

-- precheck duplicates/public.devices_by_site: No two rows of public.devices have the same site, serial_no
--   no-rows: SELECT site, serial_no FROM public.devices WHERE (site, serial_no) IS NOT NULL GROUP BY site, serial_no HAVING count(*) > 1
