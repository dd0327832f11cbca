CREATE TYPE public.reading AS (at date, value integer);
CREATE TABLE public.readings OF public.reading (PRIMARY KEY (at));
