CREATE TABLE public.p (id integer PRIMARY KEY, v text);
CREATE TABLE public.q (id integer PRIMARY KEY);
