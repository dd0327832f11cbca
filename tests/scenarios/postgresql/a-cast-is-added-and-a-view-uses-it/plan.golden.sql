-- S1 expand create-cast: Create cast "numeric AS public.celsius"
CREATE CAST (numeric AS public.celsius) WITH FUNCTION public.to_celsius(numeric) AS ASSIGNMENT;
--   back: DROP CAST (numeric AS public.celsius);

-- S2 expand create-view: Create view public.warm
CREATE VIEW public.warm AS
SELECT id,
    (n)::public.celsius AS t
   FROM public.readings;
--   back: DROP VIEW public.warm;

-- S3 expand comment: Comment "numeric AS public.celsius"
COMMENT ON CAST (numeric AS public.celsius) IS 'By a function';
--   back: COMMENT ON CAST (numeric AS public.celsius) IS NULL;

