-- S1 expand create-shell-type: Announce type public.tiny
CREATE TYPE public.tiny;
--   back: DROP TYPE public.tiny;

-- S2 expand create-function: Create function public.tiny_in(cstring)
CREATE OR REPLACE FUNCTION public.tiny_in(cstring)
 RETURNS public.tiny
 LANGUAGE internal
 IMMUTABLE STRICT
AS $function$int2in$function$;
--   back: DROP FUNCTION public.tiny_in(cstring);

-- S3 expand create-function: Create function public.tiny_out(public.tiny)
CREATE OR REPLACE FUNCTION public.tiny_out(public.tiny)
 RETURNS cstring
 LANGUAGE internal
 IMMUTABLE STRICT
AS $function$int2out$function$;
--   back: DROP FUNCTION public.tiny_out(public.tiny);

-- S4 expand create-base-type: Create type public.tiny
CREATE TYPE public.tiny (INPUT = public.tiny_in, OUTPUT = public.tiny_out, INTERNALLENGTH = 2, PASSEDBYVALUE, ALIGNMENT = int2, STORAGE = plain, CATEGORY = 'U', DELIMITER = ',');
--   back: DROP TYPE public.tiny CASCADE;
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

-- S5 expand add-column: Add column public.t.n
--   ACCESS EXCLUSIVE on public.t for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.t) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until any time; loses values written to the new column
ALTER TABLE public.t ADD COLUMN n public.tiny;
--   back: ALTER TABLE public.t DROP COLUMN n;

-- S6 expand comment: Comment public.tiny
COMMENT ON TYPE public.tiny IS 'Small';
--   back: COMMENT ON TYPE public.tiny IS NULL;

-- carries public.t.∅ → public.t.n: forward none, backward none
