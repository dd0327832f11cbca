CREATE TABLE public.carts (id integer PRIMARY KEY, note text);
