CREATE TYPE public.reading AS (sensor integer, value numeric, note text);
CREATE TABLE public.readings OF public.reading (PRIMARY KEY (sensor), value WITH OPTIONS NOT NULL DEFAULT 0);
CREATE TABLE public.archive OF public.reading;
