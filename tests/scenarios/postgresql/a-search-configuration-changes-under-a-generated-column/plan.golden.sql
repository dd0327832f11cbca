-- S1 expand alter-text-search-configuration: Change text search configuration public.site
--   warning: breaks-running-code (text-search-configuration:public.site) Texts are broken into other words: what was indexed before does not match what is asked for until it is indexed anew.
ALTER TEXT SEARCH CONFIGURATION public.site ALTER MAPPING FOR asciiword WITH pg_catalog.english_stem;
--   back: ALTER TEXT SEARCH CONFIGURATION public.site ALTER MAPPING FOR asciiword WITH pg_catalog.simple;

