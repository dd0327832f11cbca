CREATE TABLE public.assets (id integer PRIMARY KEY, name text NOT NULL);
CREATE TABLE public.vans (seats integer) INHERITS (public.assets);
