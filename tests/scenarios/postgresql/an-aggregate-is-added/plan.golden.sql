-- S1 expand create-aggregate: Create aggregate public.multiply(numeric)
CREATE AGGREGATE public.multiply(numeric) (SFUNC = public.product, STYPE = numeric, COMBINEFUNC = public.product, INITCOND = '1', PARALLEL = SAFE);
--   back: DROP AGGREGATE public.multiply(numeric);

-- S2 expand create-view: Create view public.total
CREATE VIEW public.total AS
SELECT public.multiply(n) AS n
   FROM public.factors;
--   back: DROP VIEW public.total;

-- S3 expand comment: Comment public.multiply(numeric)
COMMENT ON AGGREGATE public.multiply(numeric) IS 'The product of all';
--   back: COMMENT ON AGGREGATE public.multiply(numeric) IS NULL;

-- S4 expand revoke: Allow nothing on public.multiply(numeric) for PUBLIC
--   warning: breaks-running-code (public.multiply(numeric)) PUBLIC may no longer use it.
REVOKE ALL ON FUNCTION public.multiply(numeric) FROM PUBLIC;
--   back: REVOKE ALL ON FUNCTION public.multiply(numeric) FROM PUBLIC;
--   back: GRANT EXECUTE ON FUNCTION public.multiply(numeric) TO PUBLIC;

