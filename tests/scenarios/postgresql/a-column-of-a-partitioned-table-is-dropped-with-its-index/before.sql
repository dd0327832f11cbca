CREATE TABLE public.measurements (sensor integer NOT NULL, day date NOT NULL, value numeric(10, 3), note text) PARTITION BY RANGE (day);
CREATE TABLE public.measurements_q1 PARTITION OF public.measurements FOR VALUES FROM ('2026-01-01') TO ('2026-04-01');
CREATE TABLE public.measurements_q2 PARTITION OF public.measurements FOR VALUES FROM ('2026-04-01') TO ('2026-07-01');
CREATE INDEX measurements_by_note ON public.measurements (note);
CREATE VIEW public.notes AS SELECT sensor, note FROM public.measurements WHERE note IS NOT NULL;
