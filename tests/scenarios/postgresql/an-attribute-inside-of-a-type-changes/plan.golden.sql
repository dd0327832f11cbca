-- S1 contract alter-composite-type: Change type public.spot
--   ACCESS EXCLUSIVE on public.walls for a rewrite: blocks reads-and-writes
--   warning: rewrites-object (public.walls) Every row is written anew with the changed type.
--   warning: blocks-reads (public.walls) Nobody can read the table while it is rewritten.
--   note: changes-data (public.walls) A transaction whose snapshot is older than the rewrite finds the table empty.
ALTER TYPE public.spot RENAME TO spot_replaced;
ALTER TYPE public.line RENAME TO line_replaced;
CREATE TYPE public.spot AS (x bigint, y integer);
CREATE TYPE public.line AS (a public.spot, b public.spot);
CREATE FUNCTION public.spot_convert(public.spot_replaced) RETURNS public.spot LANGUAGE sql AS $$SELECT CASE WHEN $1 IS DISTINCT FROM NULL THEN ROW(($1).x::bigint, ($1).y::integer)::public.spot END$$;
CREATE FUNCTION public.spot_convert(public.spot_replaced[]) RETURNS public.spot[] LANGUAGE sql AS $$SELECT CASE WHEN $1 IS NOT NULL THEN ARRAY(SELECT public.spot_convert($1[i]) FROM generate_subscripts($1, 1) i ORDER BY i) END$$;
CREATE FUNCTION public.line_convert(public.line_replaced) RETURNS public.line LANGUAGE sql AS $$SELECT CASE WHEN $1 IS DISTINCT FROM NULL THEN ROW(public.spot_convert(($1).a), public.spot_convert(($1).b))::public.line END$$;
CREATE FUNCTION public.line_convert(public.line_replaced[]) RETURNS public.line[] LANGUAGE sql AS $$SELECT CASE WHEN $1 IS NOT NULL THEN ARRAY(SELECT public.line_convert($1[i]) FROM generate_subscripts($1, 1) i ORDER BY i) END$$;
ALTER TABLE public.walls ALTER COLUMN line TYPE public.line USING public.line_convert(line);
ALTER TABLE public.walls ALTER COLUMN spots TYPE public.spot[] USING public.spot_convert(spots);
DROP FUNCTION public.line_convert(public.line_replaced[]);
DROP FUNCTION public.line_convert(public.line_replaced);
DROP FUNCTION public.spot_convert(public.spot_replaced[]);
DROP FUNCTION public.spot_convert(public.spot_replaced);
DROP TYPE public.line_replaced;
DROP TYPE public.spot_replaced;
--   back: ALTER TYPE public.spot RENAME TO spot_replaced;
--   back: ALTER TYPE public.line RENAME TO line_replaced;
--   back: CREATE TYPE public.spot AS (x integer, y integer);
--   back: CREATE TYPE public.line AS (a public.spot, b public.spot);
--   back: CREATE FUNCTION public.spot_convert(public.spot_replaced) RETURNS public.spot LANGUAGE sql AS $$SELECT CASE WHEN $1 IS DISTINCT FROM NULL THEN ROW(($1).x::integer, ($1).y::integer)::public.spot END$$;
--   back: CREATE FUNCTION public.spot_convert(public.spot_replaced[]) RETURNS public.spot[] LANGUAGE sql AS $$SELECT CASE WHEN $1 IS NOT NULL THEN ARRAY(SELECT public.spot_convert($1[i]) FROM generate_subscripts($1, 1) i ORDER BY i) END$$;
--   back: CREATE FUNCTION public.line_convert(public.line_replaced) RETURNS public.line LANGUAGE sql AS $$SELECT CASE WHEN $1 IS DISTINCT FROM NULL THEN ROW(public.spot_convert(($1).a), public.spot_convert(($1).b))::public.line END$$;
--   back: CREATE FUNCTION public.line_convert(public.line_replaced[]) RETURNS public.line[] LANGUAGE sql AS $$SELECT CASE WHEN $1 IS NOT NULL THEN ARRAY(SELECT public.line_convert($1[i]) FROM generate_subscripts($1, 1) i ORDER BY i) END$$;
--   back: ALTER TABLE public.walls ALTER COLUMN line TYPE public.line USING public.line_convert(line);
--   back: ALTER TABLE public.walls ALTER COLUMN spots TYPE public.spot[] USING public.spot_convert(spots);
--   back: DROP FUNCTION public.line_convert(public.line_replaced[]);
--   back: DROP FUNCTION public.line_convert(public.line_replaced);
--   back: DROP FUNCTION public.spot_convert(public.spot_replaced[]);
--   back: DROP FUNCTION public.spot_convert(public.spot_replaced);
--   back: DROP TYPE public.line_replaced;
--   back: DROP TYPE public.spot_replaced;

