-- S1 contract deploy-gate: Wait for the release that no longer uses public.statement(integer)
-- waits for the release that no longer uses public.statement(integer)

-- S2 contract drop-function: Drop function public.statement(integer)
--   warning: breaks-running-code (public.statement(integer)) Code that calls the function fails.
DROP FUNCTION public.statement(integer);
--   back: CREATE OR REPLACE FUNCTION public.statement(who integer)
--          RETURNS TABLE(at timestamp with time zone, cents bigint)
--          LANGUAGE sql
--          STABLE
--         AS $function$SELECT at, cents FROM public.moves WHERE account = who$function$;
--   back: REVOKE ALL ON FUNCTION public.statement(integer) FROM PUBLIC;
--   back: GRANT EXECUTE ON FUNCTION public.statement(integer) TO teller;

-- S3 contract create-function: Create function public.statement(integer)
CREATE OR REPLACE FUNCTION public.statement(who integer)
 RETURNS TABLE(at timestamp with time zone, cents bigint, id bigint)
 LANGUAGE sql
 STABLE
AS $function$SELECT at, cents, id FROM public.moves WHERE account = who$function$;
--   back: DROP FUNCTION public.statement(integer);

-- S4 contract revoke: Allow nothing on public.statement(integer) for PUBLIC
--   warning: breaks-running-code (public.statement(integer)) PUBLIC may no longer use it.
REVOKE ALL ON FUNCTION public.statement(integer) FROM PUBLIC;
--   back: REVOKE ALL ON FUNCTION public.statement(integer) FROM PUBLIC;
--   back: GRANT EXECUTE ON FUNCTION public.statement(integer) TO PUBLIC;

-- S5 contract grant: Allow EXECUTE on public.statement(integer) for teller
--   note: weakens-security (public.statement(integer)) teller may do more than before.
GRANT EXECUTE ON FUNCTION public.statement(integer) TO teller;
--   back: REVOKE ALL ON FUNCTION public.statement(integer) FROM teller;

