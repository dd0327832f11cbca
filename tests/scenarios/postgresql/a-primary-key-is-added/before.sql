CREATE TABLE public.things (id integer, label text);
