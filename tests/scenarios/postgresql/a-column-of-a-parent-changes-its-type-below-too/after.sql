CREATE TABLE public.assets (id integer PRIMARY KEY, name text NOT NULL, price numeric(12, 2) NOT NULL DEFAULT 0);
CREATE TABLE public.vans (seats integer) INHERITS (public.assets);
