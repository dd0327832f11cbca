-- S1 expand replace-function: Replace function public.post(integer, bigint)
--   warning: weakens-security (public.post(integer, bigint)) With whose rights, or on which search path, the function runs changes.
CREATE OR REPLACE FUNCTION public.post(a integer, c bigint)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$INSERT INTO public.moves (account, cents) VALUES (a, c)$function$;
--   back: CREATE OR REPLACE FUNCTION public.post(a integer, c bigint)
--          RETURNS void
--          LANGUAGE sql
--         AS $function$INSERT INTO public.moves (account, cents) VALUES (a, c)$function$;

-- S2 expand revoke: Allow nothing on public.post(integer, bigint) for PUBLIC
--   warning: breaks-running-code (public.post(integer, bigint)) PUBLIC may no longer use it.
REVOKE ALL ON FUNCTION public.post(integer, bigint) FROM PUBLIC;
--   back: REVOKE ALL ON FUNCTION public.post(integer, bigint) FROM PUBLIC;
--   back: GRANT EXECUTE ON FUNCTION public.post(integer, bigint) TO PUBLIC;

