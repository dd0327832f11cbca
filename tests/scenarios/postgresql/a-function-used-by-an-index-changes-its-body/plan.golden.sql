-- S1 expand replace-function: Replace function public.twice(integer)
CREATE OR REPLACE FUNCTION public.twice(a integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT a + a $function$;
--   back: CREATE OR REPLACE FUNCTION public.twice(a integer)
--          RETURNS integer
--          LANGUAGE sql
--          IMMUTABLE
--         AS $function$ SELECT a * 2 $function$;

