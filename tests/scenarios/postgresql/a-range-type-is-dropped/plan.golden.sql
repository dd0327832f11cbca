-- S1 contract deploy-gate: Wait for the release that no longer uses public.low(public.span)
-- waits for the release that no longer uses public.low(public.span)

-- S2 contract drop-function: Drop function public.low(public.span)
--   warning: breaks-running-code (public.low(public.span)) Code that calls the function fails.
DROP FUNCTION public.low(public.span);
--   back: CREATE OR REPLACE FUNCTION public.low(s public.span)
--          RETURNS text
--          LANGUAGE sql
--         AS $function$ SELECT lower($1) $function$;

-- S3 contract drop-range-type: Drop range type public.span
--   warning: breaks-running-code (range-type:public.span) Code that uses the type fails.
DROP TYPE public.span;
--   back: CREATE TYPE public.span AS RANGE (SUBTYPE = text, COLLATION = pg_catalog."C", MULTIRANGE_TYPE_NAME = public.span_multirange);

