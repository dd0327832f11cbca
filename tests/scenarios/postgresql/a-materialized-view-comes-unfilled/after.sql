CREATE TABLE public.sales (day date, amount integer);
CREATE MATERIALIZED VIEW public.totals AS SELECT day, sum(amount) AS total FROM public.sales GROUP BY day WITH NO DATA;
