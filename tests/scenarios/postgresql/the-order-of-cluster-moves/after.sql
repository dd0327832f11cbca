CREATE TABLE public.visits (id integer PRIMARY KEY, at date NOT NULL);
CREATE INDEX visits_by_day ON public.visits (at, id);
ALTER TABLE public.visits CLUSTER ON visits_pkey;
