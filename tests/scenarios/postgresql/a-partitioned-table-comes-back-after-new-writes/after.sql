CREATE TABLE public.logs (id bigint NOT NULL, at date NOT NULL, line text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE INDEX logs_by_at ON public.logs (at);
CREATE TABLE public.logs_2026 PARTITION OF public.logs FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE public.logs_rest PARTITION OF public.logs DEFAULT;
