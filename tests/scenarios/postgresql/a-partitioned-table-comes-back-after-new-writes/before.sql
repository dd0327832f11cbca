CREATE TABLE public.logs (id bigint NOT NULL, at date NOT NULL, line text, PRIMARY KEY (id, at));
CREATE INDEX logs_by_at ON public.logs (at);
