CREATE TABLE public.item (id integer PRIMARY KEY, name text NOT NULL, amount integer NOT NULL DEFAULT 0, note varchar(40));
CREATE MATERIALIZED VIEW public.big AS SELECT id, name FROM public.item WHERE amount > 50;
