CREATE TABLE public.areas (code text PRIMARY KEY, name text) PARTITION BY LIST (code);
CREATE TABLE public.areas_a PARTITION OF public.areas FOR VALUES IN ('a');
CREATE TABLE public.areas_b PARTITION OF public.areas FOR VALUES IN ('b');
CREATE TABLE public.shops (id integer PRIMARY KEY, area text REFERENCES public.areas);
