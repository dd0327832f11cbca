CREATE TYPE public.spot AS (x bigint, y integer);
CREATE TYPE public.line AS (a public.spot, b public.spot);
CREATE TABLE public.walls (id integer PRIMARY KEY, line public.line, spots public.spot[]);
