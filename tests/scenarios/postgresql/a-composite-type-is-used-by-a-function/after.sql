CREATE TYPE public.pair AS (a integer, b text, c boolean);
CREATE FUNCTION public.make() RETURNS public.pair LANGUAGE sql AS $$ SELECT ROW(1, 'x', true)::public.pair $$;
