CREATE TABLE public.item (id integer PRIMARY KEY, name text NOT NULL, amount integer NOT NULL DEFAULT 0);
CREATE VIEW public.notes AS SELECT id, name AS note FROM public.item;
