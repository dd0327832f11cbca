-- S1 expand require-new-rows: Require tenant of new rows of public.notes
--   ACCESS EXCLUSIVE on public.notes for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.notes.tenant) Writes that leave the field empty are refused.
ALTER TABLE public.notes ADD CONSTRAINT notes_tenant_not_null NOT NULL tenant NOT VALID;
--   back: ALTER TABLE public.notes ALTER COLUMN tenant DROP NOT NULL;

-- S2 expand validate-required [transaction: own]: Prove that tenant is filled in every row of public.notes
--   SHARE UPDATE EXCLUSIVE on public.notes for a scan: blocks ddl
--   note: scans-object (public.notes) Every row is read; readers and writers go on.
ALTER TABLE public.notes VALIDATE CONSTRAINT notes_tenant_not_null;

-- S3 expand clear-invalid-index [transaction: own]: Clear away index notes_by_tenant if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.notes_by_tenant') AND NOT indisvalid) THEN
    DROP INDEX public.notes_by_tenant;
  END IF;
END
$left$;

-- S4 expand create-index-concurrently [transaction: none]: Build index notes_by_tenant on public.notes
--   SHARE UPDATE EXCLUSIVE on public.notes for a build: blocks ddl
--   note: not-transactional (public.notes) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.notes) Every row is read to build the index.
--   note: needs-disk (public.notes) Needs room for the index.
CREATE INDEX CONCURRENTLY notes_by_tenant ON public.notes USING btree (tenant);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.notes_by_tenant;

-- S5 expand check-index: Index notes_by_tenant is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.notes_by_tenant') AND indisvalid

-- S6 expand create-policy: Create policy tenant on public.notes
--   ACCESS EXCLUSIVE on public.notes for a moment: blocks reads-and-writes
CREATE POLICY tenant ON public.notes FOR ALL TO app USING ((tenant = (current_setting('app.tenant'::text, true))::integer));
--   back: DROP POLICY tenant ON public.notes;

-- S7 expand alter-table: Change table public.notes
--   ACCESS EXCLUSIVE on public.notes for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.notes) Rows that no policy allows are hidden from everybody but the owner.
ALTER TABLE public.notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.notes FORCE ROW LEVEL SECURITY;
--   back: ALTER TABLE public.notes DISABLE ROW LEVEL SECURITY;
--   back: ALTER TABLE public.notes NO FORCE ROW LEVEL SECURITY;

-- precheck filled/public.notes.tenant: Every row of public.notes has a tenant
--   no-rows: SELECT id FROM public.notes WHERE tenant IS NULL
