CREATE TABLE public.measurements (sensor integer NOT NULL, day date NOT NULL, value numeric(10, 3)) PARTITION BY RANGE (day);
CREATE TABLE public.measurements_q1 PARTITION OF public.measurements FOR VALUES FROM ('2026-01-01') TO ('2026-04-01');
CREATE TABLE public.measurements_q2 PARTITION OF public.measurements FOR VALUES FROM ('2026-04-01') TO ('2026-07-01');
CREATE FUNCTION public.stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE INDEX measurements_q2_by_value ON public.measurements_q2 (value) WHERE value > 10;
CREATE TRIGGER measurements_stamp BEFORE INSERT ON public.measurements FOR EACH ROW EXECUTE FUNCTION public.stamp();
CREATE TRIGGER q1_stamp BEFORE UPDATE ON public.measurements_q1 FOR EACH ROW EXECUTE FUNCTION public.stamp();
ALTER TABLE public.measurements_q2 ALTER COLUMN value SET DEFAULT 1;
ALTER TABLE public.measurements_q1 SET (fillfactor = 80);
