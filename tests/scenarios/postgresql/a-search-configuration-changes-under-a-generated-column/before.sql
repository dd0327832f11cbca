CREATE TEXT SEARCH CONFIGURATION public.site (COPY = pg_catalog.simple);
CREATE TABLE public.pages (id integer PRIMARY KEY, body text NOT NULL, words tsvector GENERATED ALWAYS AS (to_tsvector('public.site', body)) STORED);
CREATE INDEX pages_words ON public.pages USING gin (words);
