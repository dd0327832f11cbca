-- S1 expand create-materialized-view: Create materialized view public.totals
--   note: needs-disk (public.totals) The rows of its query are kept a second time.
CREATE MATERIALIZED VIEW public.totals AS
SELECT day,
    sum(amount) AS total
   FROM public.sales
  GROUP BY day
WITH NO DATA;
--   back: DROP MATERIALIZED VIEW public.totals;

