CREATE TABLE public.item (id integer PRIMARY KEY, name text NOT NULL, amount integer NOT NULL DEFAULT 0, note varchar(40));
CREATE FUNCTION public.twice(a integer, b integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a * b $$;
CREATE VIEW public.doubled AS SELECT id, public.twice(amount, 2) AS v FROM public.item;
