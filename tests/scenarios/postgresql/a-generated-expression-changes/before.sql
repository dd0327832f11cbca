CREATE TABLE public.lines (id bigint PRIMARY KEY, n integer NOT NULL, price numeric NOT NULL, total numeric GENERATED ALWAYS AS (n * price) STORED);
CREATE INDEX lines_by_total ON public.lines (total);
CREATE VIEW public.totals AS SELECT id, total FROM public.lines;
