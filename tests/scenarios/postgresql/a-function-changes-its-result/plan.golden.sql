-- S1 contract deploy-gate: Wait for the release that no longer uses public.people()
-- waits for the release that no longer uses public.people()

-- S2 contract drop-function: Drop function public.people()
--   warning: breaks-running-code (public.people()) Code that calls the function fails.
DROP FUNCTION public.people();
--   back: CREATE OR REPLACE FUNCTION public.people()
--          RETURNS integer
--          LANGUAGE sql
--          STABLE
--         AS $function$ SELECT count(*)::integer FROM public.customers $function$;

-- S3 contract create-function: Create function public.people()
CREATE OR REPLACE FUNCTION public.people()
 RETURNS bigint
 LANGUAGE sql
 STABLE
AS $function$ SELECT count(*) FROM public.customers $function$;
--   back: DROP FUNCTION public.people();

