-- S1 expand create-text-search-template: Create text search template public.plain
CREATE TEXT SEARCH TEMPLATE public.plain (INIT = dsimple_init, LEXIZE = dsimple_lexize);
--   back: DROP TEXT SEARCH TEMPLATE public.plain;

-- S2 expand create-text-search-parser: Create text search parser public.words
CREATE TEXT SEARCH PARSER public.words (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
--   back: DROP TEXT SEARCH PARSER public.words;

-- S3 expand create-text-search-dictionary: Create text search dictionary public.own
CREATE TEXT SEARCH DICTIONARY public.own (TEMPLATE = public.plain);
--   back: DROP TEXT SEARCH DICTIONARY public.own;

-- S4 expand create-text-search-configuration: Create text search configuration public.pages
CREATE TEXT SEARCH CONFIGURATION public.pages (PARSER = public.words);
ALTER TEXT SEARCH CONFIGURATION public.pages ADD MAPPING FOR word WITH public.own;
--   back: DROP TEXT SEARCH CONFIGURATION public.pages;

-- S5 expand comment: Comment public.words
COMMENT ON TEXT SEARCH PARSER public.words IS 'The usual one';
--   back: COMMENT ON TEXT SEARCH PARSER public.words IS NULL;

