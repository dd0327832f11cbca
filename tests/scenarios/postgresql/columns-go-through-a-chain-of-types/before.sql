CREATE TABLE public.c (a smallint, b varchar(10), c timestamp, d integer, e text, f real);
