CREATE TABLE public.assets (id integer PRIMARY KEY, name text NOT NULL);
CREATE TABLE public.vans (id integer NOT NULL, name text NOT NULL, seats integer);
