CREATE TYPE public.reading AS (at date, value bigint, unit text);
CREATE TABLE public.readings OF public.reading (PRIMARY KEY (at));
