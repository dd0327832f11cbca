CREATE TABLE public.lines (id bigint PRIMARY KEY, n integer NOT NULL, twice integer NOT NULL GENERATED ALWAYS AS (n * 2) STORED);
CREATE INDEX lines_by_twice ON public.lines (twice);
CREATE VIEW public.doubled AS SELECT id, twice FROM public.lines;
