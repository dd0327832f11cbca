CREATE TYPE public.reading AS (sensor integer, value numeric, note text);
CREATE TABLE public.readings OF public.reading (PRIMARY KEY (sensor));
