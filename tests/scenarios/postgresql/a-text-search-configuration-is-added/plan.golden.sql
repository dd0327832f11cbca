-- S1 expand create-text-search-dictionary: Create text search dictionary public.stems
CREATE TEXT SEARCH DICTIONARY public.stems (TEMPLATE = pg_catalog.simple, accept = 'false');
--   back: DROP TEXT SEARCH DICTIONARY public.stems;

-- S2 expand create-text-search-configuration: Create text search configuration public.pages
CREATE TEXT SEARCH CONFIGURATION public.pages (PARSER = pg_catalog."default");
ALTER TEXT SEARCH CONFIGURATION public.pages ADD MAPPING FOR asciiword, word WITH public.stems, pg_catalog.simple;
ALTER TEXT SEARCH CONFIGURATION public.pages ADD MAPPING FOR "int" WITH pg_catalog.simple;
--   back: DROP TEXT SEARCH CONFIGURATION public.pages;

-- S3 expand clear-invalid-index [transaction: own]: Clear away index pages_by_word if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.pages_by_word') AND NOT indisvalid) THEN
    DROP INDEX public.pages_by_word;
  END IF;
END
$left$;

-- S4 expand create-index-concurrently [transaction: none]: Build index pages_by_word on public.pages
--   SHARE UPDATE EXCLUSIVE on public.pages for a build: blocks ddl
--   note: not-transactional (public.pages) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.pages) Every row is read to build the index.
--   note: needs-disk (public.pages) Needs room for the index.
CREATE INDEX CONCURRENTLY pages_by_word ON public.pages USING gin (to_tsvector('public.pages'::regconfig, body));
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.pages_by_word;

-- S5 expand check-index: Index pages_by_word is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.pages_by_word') AND indisvalid

-- S6 expand comment: Comment public.pages
COMMENT ON TEXT SEARCH CONFIGURATION public.pages IS 'How pages are searched';
--   back: COMMENT ON TEXT SEARCH CONFIGURATION public.pages IS NULL;

-- S7 expand analyze [transaction: own]: Gather statistics of public.pages: those of an expression exist only once it has an index
--   SHARE UPDATE EXCLUSIVE on public.pages for a scan: blocks ddl
ANALYZE public.pages;

