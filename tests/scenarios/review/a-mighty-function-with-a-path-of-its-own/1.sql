SET LOCAL lock_timeout = '2s';
CREATE FUNCTION peek() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS 'SELECT count(*) FROM public.secrets';
REVOKE EXECUTE ON FUNCTION peek() FROM PUBLIC;
