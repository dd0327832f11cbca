-- S1 expand create-function: Create function public.show(bigint)
CREATE OR REPLACE FUNCTION public.show(bigint)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT $1::text$function$;
--   back: DROP FUNCTION public.show(bigint);

-- S2 expand comment: Comment public.show(text)
COMMENT ON FUNCTION public.show(text) IS 'texts';
--   back: COMMENT ON FUNCTION public.show(text) IS NULL;

-- S3 contract deploy-gate: Wait for the release that no longer uses public.show(integer)
-- waits for the release that no longer uses public.show(integer)

-- S4 contract drop-function: Drop function public.show(integer)
--   warning: breaks-running-code (public.show(integer)) Code that calls the function fails.
DROP FUNCTION public.show(integer);
--   back: CREATE OR REPLACE FUNCTION public.show(integer)
--          RETURNS text
--          LANGUAGE sql
--          IMMUTABLE
--         AS $function$SELECT $1::text$function$;
--   back: COMMENT ON FUNCTION public.show(integer) IS 'numbers';

