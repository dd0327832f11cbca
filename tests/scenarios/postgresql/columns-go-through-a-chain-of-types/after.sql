CREATE TABLE public.c (a numeric(20,4), b text, c timestamptz, d bigint, e varchar(200), f double precision);
