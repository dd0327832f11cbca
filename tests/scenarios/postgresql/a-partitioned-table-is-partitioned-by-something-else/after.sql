CREATE TABLE public.measurements (sensor integer NOT NULL, day date NOT NULL, value numeric(10, 3)) PARTITION BY LIST (sensor);
CREATE TABLE public.measurements_low PARTITION OF public.measurements FOR VALUES IN (0, 1, 2, 3);
CREATE TABLE public.measurements_high PARTITION OF public.measurements DEFAULT;
