CREATE TABLE public.visits (id integer PRIMARY KEY, at date NOT NULL);
CREATE INDEX visits_by_day ON public.visits (at);
ALTER TABLE public.visits CLUSTER ON visits_by_day;
