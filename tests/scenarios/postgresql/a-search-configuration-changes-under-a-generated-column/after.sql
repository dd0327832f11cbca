CREATE TEXT SEARCH CONFIGURATION public.site (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION public.site ALTER MAPPING FOR asciiword WITH english_stem;
CREATE TABLE public.pages (id integer PRIMARY KEY, body text NOT NULL, words tsvector GENERATED ALWAYS AS (to_tsvector('public.site', body)) STORED);
CREATE INDEX pages_words ON public.pages USING gin (words);
