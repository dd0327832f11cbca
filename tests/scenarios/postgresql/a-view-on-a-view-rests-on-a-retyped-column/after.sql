CREATE TABLE public.item (id integer PRIMARY KEY, name text NOT NULL, amount bigint NOT NULL DEFAULT 0, note varchar(40));
CREATE VIEW public.first AS SELECT id, amount FROM public.item;
CREATE VIEW public.second AS SELECT id, amount * 2 AS twice FROM public.first;
