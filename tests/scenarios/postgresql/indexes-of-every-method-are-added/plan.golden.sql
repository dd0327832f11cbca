-- S1 expand clear-invalid-index [transaction: own]: Clear away index places_doc if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.places_doc') AND NOT indisvalid) THEN
    DROP INDEX public.places_doc;
  END IF;
END
$left$;

-- S2 expand create-index-concurrently [transaction: none]: Build index places_doc on public.places
--   SHARE UPDATE EXCLUSIVE on public.places for a build: blocks ddl
--   note: not-transactional (public.places) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.places) Every row is read to build the index.
--   note: needs-disk (public.places) Needs room for the index.
CREATE INDEX CONCURRENTLY places_doc ON public.places USING gin (doc jsonb_path_ops);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.places_doc;

-- S3 expand check-index: Index places_doc is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.places_doc') AND indisvalid

-- S4 expand clear-invalid-index [transaction: own]: Clear away index places_lower if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.places_lower') AND NOT indisvalid) THEN
    DROP INDEX public.places_lower;
  END IF;
END
$left$;

-- S5 expand create-index-concurrently [transaction: none]: Build index places_lower on public.places
--   SHARE UPDATE EXCLUSIVE on public.places for a build: blocks ddl
--   note: not-transactional (public.places) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.places) Every row is read to build the index.
--   note: needs-disk (public.places) Needs room for the index.
CREATE INDEX CONCURRENTLY places_lower ON public.places USING btree (lower(name) COLLATE "C" DESC NULLS LAST, id) INCLUDE (seen) WHERE (id > 3);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.places_lower;

-- S6 expand check-index: Index places_lower is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.places_lower') AND indisvalid

-- S7 expand clear-invalid-index [transaction: own]: Clear away index places_name if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.places_name') AND NOT indisvalid) THEN
    DROP INDEX public.places_name;
  END IF;
END
$left$;

-- S8 expand create-index-concurrently [transaction: none]: Build index places_name on public.places
--   SHARE UPDATE EXCLUSIVE on public.places for a build: blocks ddl
--   note: not-transactional (public.places) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.places) Every row is read to build the index.
--   note: needs-disk (public.places) Needs room for the index.
CREATE INDEX CONCURRENTLY places_name ON public.places USING hash (name);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.places_name;

-- S9 expand check-index: Index places_name is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.places_name') AND indisvalid

-- S10 expand clear-invalid-index [transaction: own]: Clear away index places_open if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.places_open') AND NOT indisvalid) THEN
    DROP INDEX public.places_open;
  END IF;
END
$left$;

-- S11 expand create-index-concurrently [transaction: none]: Build index places_open on public.places
--   SHARE UPDATE EXCLUSIVE on public.places for a build: blocks ddl
--   note: not-transactional (public.places) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.places) Every row is read to build the index.
--   note: needs-disk (public.places) Needs room for the index.
CREATE INDEX CONCURRENTLY places_open ON public.places USING gist (open);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.places_open;

-- S12 expand check-index: Index places_open is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.places_open') AND indisvalid

-- S13 expand clear-invalid-index [transaction: own]: Clear away index places_quad if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.places_quad') AND NOT indisvalid) THEN
    DROP INDEX public.places_quad;
  END IF;
END
$left$;

-- S14 expand create-index-concurrently [transaction: none]: Build index places_quad on public.places
--   SHARE UPDATE EXCLUSIVE on public.places for a build: blocks ddl
--   note: not-transactional (public.places) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.places) Every row is read to build the index.
--   note: needs-disk (public.places) Needs room for the index.
CREATE INDEX CONCURRENTLY places_quad ON public.places USING spgist (spot);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.places_quad;

-- S15 expand check-index: Index places_quad is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.places_quad') AND indisvalid

-- S16 expand clear-invalid-index [transaction: own]: Clear away index places_seen if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.places_seen') AND NOT indisvalid) THEN
    DROP INDEX public.places_seen;
  END IF;
END
$left$;

-- S17 expand create-index-concurrently [transaction: none]: Build index places_seen on public.places
--   SHARE UPDATE EXCLUSIVE on public.places for a build: blocks ddl
--   note: not-transactional (public.places) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.places) Every row is read to build the index.
--   note: needs-disk (public.places) Needs room for the index.
CREATE INDEX CONCURRENTLY places_seen ON public.places USING brin (seen timestamptz_minmax_multi_ops (values_per_range='16')) WITH (pages_per_range='16');
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.places_seen;

-- S18 expand check-index: Index places_seen is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.places_seen') AND indisvalid

-- S19 expand clear-invalid-index [transaction: own]: Clear away index places_spot if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.places_spot') AND NOT indisvalid) THEN
    DROP INDEX public.places_spot;
  END IF;
END
$left$;

-- S20 expand create-index-concurrently [transaction: none]: Build index places_spot on public.places
--   SHARE UPDATE EXCLUSIVE on public.places for a build: blocks ddl
--   note: not-transactional (public.places) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.places) Every row is read to build the index.
--   note: needs-disk (public.places) Needs room for the index.
CREATE INDEX CONCURRENTLY places_spot ON public.places USING gist (spot);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.places_spot;

-- S21 expand check-index: Index places_spot is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.places_spot') AND indisvalid

-- S22 expand clear-invalid-index [transaction: own]: Clear away index places_tags if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.places_tags') AND NOT indisvalid) THEN
    DROP INDEX public.places_tags;
  END IF;
END
$left$;

-- S23 expand create-index-concurrently [transaction: none]: Build index places_tags on public.places
--   SHARE UPDATE EXCLUSIVE on public.places for a build: blocks ddl
--   note: not-transactional (public.places) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.places) Every row is read to build the index.
--   note: needs-disk (public.places) Needs room for the index.
CREATE INDEX CONCURRENTLY places_tags ON public.places USING gin (tags) WITH (fastupdate=off);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.places_tags;

-- S24 expand check-index: Index places_tags is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.places_tags') AND indisvalid

-- S25 expand analyze [transaction: own]: Gather statistics of public.places: those of an expression exist only once it has an index
--   SHARE UPDATE EXCLUSIVE on public.places for a scan: blocks ddl
ANALYZE public.places;

