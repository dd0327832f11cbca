CREATE TABLE public.readings (day date NOT NULL, meter integer) PARTITION BY RANGE (day);
CREATE TABLE public.readings_23 PARTITION OF public.readings FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE INDEX readings_23_meter_idx ON public.readings_23 (meter);
