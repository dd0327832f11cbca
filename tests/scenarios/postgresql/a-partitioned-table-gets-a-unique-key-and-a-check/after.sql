CREATE TABLE public.measurements (sensor integer NOT NULL, day date NOT NULL, value numeric(10, 3), CONSTRAINT measurements_key UNIQUE (sensor, day), CONSTRAINT measurements_value_check CHECK (value >= 0)) PARTITION BY RANGE (day);
CREATE TABLE public.measurements_q1 PARTITION OF public.measurements FOR VALUES FROM ('2026-01-01') TO ('2026-04-01');
CREATE TABLE public.measurements_q2 PARTITION OF public.measurements FOR VALUES FROM ('2026-04-01') TO ('2026-07-01');
