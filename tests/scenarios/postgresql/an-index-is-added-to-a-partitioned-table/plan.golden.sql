-- S1 expand create-index-on-only: Give public.events an empty index events_by_kind, to which those of its parts are attached
--   SHARE on public.events for a moment: blocks writes
CREATE INDEX events_by_kind ON ONLY public.events USING btree (kind);
--   back: DROP INDEX IF EXISTS public.events_by_kind;

-- S2 expand clear-invalid-index [transaction: own]: Clear away index events_2025_kind_idx if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.events_2025_kind_idx') AND NOT indisvalid) THEN
    DROP INDEX public.events_2025_kind_idx;
  END IF;
END
$left$;

-- S3 expand create-index-concurrently [transaction: none]: Build events_2025_kind_idx on public.events_2025
--   SHARE UPDATE EXCLUSIVE on public.events_2025 for a build: blocks ddl
--   note: not-transactional (public.events_2025) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.events_2025) Every row is read to build the index.
--   note: needs-disk (public.events_2025) Needs room for the index.
CREATE INDEX CONCURRENTLY events_2025_kind_idx ON public.events_2025 USING btree (kind);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.events_2025_kind_idx;

-- S4 expand check-index: Index events_2025_kind_idx is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.events_2025_kind_idx') AND indisvalid

-- S5 expand clear-invalid-index [transaction: own]: Clear away index events_2026_kind_idx if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.events_2026_kind_idx') AND NOT indisvalid) THEN
    DROP INDEX public.events_2026_kind_idx;
  END IF;
END
$left$;

-- S6 expand create-index-concurrently [transaction: none]: Build events_2026_kind_idx on public.events_2026
--   SHARE UPDATE EXCLUSIVE on public.events_2026 for a build: blocks ddl
--   note: not-transactional (public.events_2026) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.events_2026) Every row is read to build the index.
--   note: needs-disk (public.events_2026) Needs room for the index.
CREATE INDEX CONCURRENTLY events_2026_kind_idx ON public.events_2026 USING btree (kind);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.events_2026_kind_idx;

-- S7 expand check-index: Index events_2026_kind_idx is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.events_2026_kind_idx') AND indisvalid

-- S8 expand attach-indexes: Attach the indexes of the parts of public.events to events_by_kind
--   ACCESS SHARE on public.events for a moment: blocks ddl
--   ACCESS SHARE on public.events_2025 for a moment: blocks ddl
--   ACCESS SHARE on public.events_2026 for a moment: blocks ddl
ALTER INDEX public.events_by_kind ATTACH PARTITION public.events_2025_kind_idx;
ALTER INDEX public.events_by_kind ATTACH PARTITION public.events_2026_kind_idx;
--   back: DROP INDEX public.events_by_kind;

