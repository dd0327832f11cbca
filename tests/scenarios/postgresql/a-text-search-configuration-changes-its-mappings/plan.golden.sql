-- S1 expand alter-text-search-configuration: Change text search configuration public.pages
--   warning: breaks-running-code (text-search-configuration:public.pages) Texts are broken into other words: what was indexed before does not match what is asked for until it is indexed anew.
ALTER TEXT SEARCH CONFIGURATION public.pages DROP MAPPING FOR "int";
ALTER TEXT SEARCH CONFIGURATION public.pages ALTER MAPPING FOR asciiword WITH pg_catalog.english_stem, pg_catalog.simple;
ALTER TEXT SEARCH CONFIGURATION public.pages ADD MAPPING FOR email WITH pg_catalog.english_stem, pg_catalog.simple;
--   back: ALTER TEXT SEARCH CONFIGURATION public.pages DROP MAPPING FOR email;
--   back: ALTER TEXT SEARCH CONFIGURATION public.pages ALTER MAPPING FOR asciiword WITH pg_catalog.simple;
--   back: ALTER TEXT SEARCH CONFIGURATION public.pages ADD MAPPING FOR "int" WITH pg_catalog.simple;

