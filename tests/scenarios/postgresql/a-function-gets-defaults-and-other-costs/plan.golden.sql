-- S1 expand replace-function: Replace function public.fee(bigint, numeric)
CREATE OR REPLACE FUNCTION public.fee(cents bigint, rate numeric DEFAULT 0.02)
 RETURNS numeric
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT COST 5
AS $function$SELECT cents * rate$function$;
--   back: DROP VIEW public.fees;
--   back: DROP FUNCTION public.fee(bigint, numeric);
--   back: CREATE OR REPLACE FUNCTION public.fee(cents bigint, rate numeric)
--          RETURNS numeric
--          LANGUAGE sql
--         AS $function$SELECT cents * rate$function$;
--   back: CREATE VIEW public.fees AS
--         SELECT id,
--             public.fee(cents, 0.01) AS fee
--            FROM public.accounts;

