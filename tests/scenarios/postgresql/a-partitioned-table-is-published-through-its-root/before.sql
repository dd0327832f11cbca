CREATE TABLE public.meterings (meter integer NOT NULL, day date NOT NULL, kwh numeric(12, 3) NOT NULL, PRIMARY KEY (meter, day)) PARTITION BY RANGE (day);
CREATE TABLE public.meterings_2025 PARTITION OF public.meterings FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE public.meterings_2026 PARTITION OF public.meterings FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE PUBLICATION usage FOR TABLE public.meterings_2026;
