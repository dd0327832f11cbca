-- S1 contract drop-function: Drop function public.f()
--   warning: breaks-running-code (public.f()) Code that calls the function fails.
DROP FUNCTION public.f();
--   back: CREATE OR REPLACE FUNCTION public.f()
--          RETURNS integer
--          LANGUAGE sql
--         AS $function$SELECT 1$function$;
--   back: REVOKE ALL ON FUNCTION public.f() FROM PUBLIC;
--   back: GRANT EXECUTE ON FUNCTION public.f() TO reader;
--   back: COMMENT ON FUNCTION public.f() IS 'one';

-- S2 contract create-function: Create function public.f()
CREATE OR REPLACE FUNCTION public.f()
 RETURNS bigint
 LANGUAGE sql
AS $function$SELECT 1$function$;
--   back: DROP FUNCTION public.f();

-- S3 contract comment: Comment public.f()
COMMENT ON FUNCTION public.f() IS 'one';
--   back: COMMENT ON FUNCTION public.f() IS NULL;

-- S4 contract revoke: Allow nothing on public.f() for PUBLIC
--   warning: breaks-running-code (public.f()) PUBLIC may no longer use it.
REVOKE ALL ON FUNCTION public.f() FROM PUBLIC;
--   back: REVOKE ALL ON FUNCTION public.f() FROM PUBLIC;
--   back: GRANT EXECUTE ON FUNCTION public.f() TO PUBLIC;

-- S5 contract grant: Allow EXECUTE on public.f() for reader
--   note: weakens-security (public.f()) reader may do more than before.
GRANT EXECUTE ON FUNCTION public.f() TO reader;
--   back: REVOKE ALL ON FUNCTION public.f() FROM reader;

