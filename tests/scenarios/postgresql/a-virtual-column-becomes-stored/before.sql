CREATE TABLE public.lines (id bigint PRIMARY KEY, n integer NOT NULL, twice integer GENERATED ALWAYS AS (n * 2) VIRTUAL);
CREATE VIEW public.doubled AS SELECT id, twice FROM public.lines;
