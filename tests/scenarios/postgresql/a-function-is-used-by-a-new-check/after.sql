CREATE TABLE public.item (id integer PRIMARY KEY, name text NOT NULL, amount integer NOT NULL DEFAULT 0, note varchar(40));
CREATE FUNCTION public.twice(a integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a * 2 $$;
ALTER TABLE public.item ADD CONSTRAINT item_even CHECK (public.twice(amount) >= 0);
