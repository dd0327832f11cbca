CREATE TABLE public.log (id integer NOT NULL, at date NOT NULL, v text, w integer DEFAULT 5) PARTITION BY RANGE (at);
CREATE TABLE public.log_25 PARTITION OF public.log FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE INDEX log_v ON public.log (v);
