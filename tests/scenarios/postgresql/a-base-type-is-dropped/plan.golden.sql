-- S1 contract deploy-gate: Wait for the release that no longer uses public.tiny_in(cstring), public.tiny_out(public.tiny)
-- waits for the release that no longer uses public.tiny_in(cstring), public.tiny_out(public.tiny)

-- S2 contract drop-base-type: Drop type public.tiny
--   error: breaks-running-code (base-type:public.tiny) Code that uses the type fails.
DROP TYPE public.tiny CASCADE;
--   back: CREATE TYPE public.tiny;
--   back: CREATE OR REPLACE FUNCTION public.tiny_in(cstring)
--          RETURNS public.tiny
--          LANGUAGE internal
--          IMMUTABLE STRICT
--         AS $function$int2in$function$;
--   back: CREATE OR REPLACE FUNCTION public.tiny_out(public.tiny)
--          RETURNS cstring
--          LANGUAGE internal
--          IMMUTABLE STRICT
--         AS $function$int2out$function$;
--   back: CREATE TYPE public.tiny (INPUT = public.tiny_in, OUTPUT = public.tiny_out, INTERNALLENGTH = 2, PASSEDBYVALUE, ALIGNMENT = int2, STORAGE = plain, CATEGORY = 'U', DELIMITER = ',');

