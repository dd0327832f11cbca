CREATE TYPE public.pair AS (a integer, b text);
CREATE FUNCTION public.make() RETURNS public.pair LANGUAGE sql AS $$ SELECT ROW(1, 'x')::public.pair $$;
