-- S1 contract take-dependents-away: Take away for a moment: function public.height(public.point3)
--   note: breaks-dependents (public.height(public.point3)) Rests on what changes: gone until the last step of this transaction puts it back.
DROP FUNCTION public.height(public.point3);
--   back: CREATE OR REPLACE FUNCTION public.height(p public.point3)
--          RETURNS integer
--          LANGUAGE sql
--          IMMUTABLE
--         AS $function$ SELECT ($1).z $function$;

-- S2 contract alter-composite-type: Change type public.point3
--   ACCESS EXCLUSIVE on public.stars for a rewrite: blocks reads-and-writes
--   warning: rewrites-object (public.stars) Every row is written anew with the changed type.
--   warning: blocks-reads (public.stars) Nobody can read the table while it is rewritten.
--   note: changes-data (public.stars) A transaction whose snapshot is older than the rewrite finds the table empty.
ALTER TYPE public.point3 RENAME TO point3_replaced;
CREATE TYPE public.point3 AS (x bigint, y integer, z integer);
CREATE FUNCTION public.point3_convert(public.point3_replaced) RETURNS public.point3 LANGUAGE sql AS $$SELECT CASE WHEN $1 IS DISTINCT FROM NULL THEN ROW(($1).x::bigint, ($1).y::integer, ($1).z::integer)::public.point3 END$$;
CREATE FUNCTION public.point3_convert(public.point3_replaced[]) RETURNS public.point3[] LANGUAGE sql AS $$SELECT CASE WHEN $1 IS NOT NULL THEN ARRAY(SELECT public.point3_convert($1[i]) FROM generate_subscripts($1, 1) i ORDER BY i) END$$;
ALTER TABLE public.stars ALTER COLUMN place TYPE public.point3 USING public.point3_convert(place);
ALTER TABLE public.stars ALTER COLUMN path TYPE public.point3[] USING public.point3_convert(path);
DROP FUNCTION public.point3_convert(public.point3_replaced[]);
DROP FUNCTION public.point3_convert(public.point3_replaced);
DROP TYPE public.point3_replaced;
--   back: ALTER TYPE public.point3 RENAME TO point3_replaced;
--   back: CREATE TYPE public.point3 AS (x integer, y integer, z integer);
--   back: CREATE FUNCTION public.point3_convert(public.point3_replaced) RETURNS public.point3 LANGUAGE sql AS $$SELECT CASE WHEN $1 IS DISTINCT FROM NULL THEN ROW(($1).x::integer, ($1).y::integer, ($1).z::integer)::public.point3 END$$;
--   back: CREATE FUNCTION public.point3_convert(public.point3_replaced[]) RETURNS public.point3[] LANGUAGE sql AS $$SELECT CASE WHEN $1 IS NOT NULL THEN ARRAY(SELECT public.point3_convert($1[i]) FROM generate_subscripts($1, 1) i ORDER BY i) END$$;
--   back: ALTER TABLE public.stars ALTER COLUMN place TYPE public.point3 USING public.point3_convert(place);
--   back: ALTER TABLE public.stars ALTER COLUMN path TYPE public.point3[] USING public.point3_convert(path);
--   back: DROP FUNCTION public.point3_convert(public.point3_replaced[]);
--   back: DROP FUNCTION public.point3_convert(public.point3_replaced);
--   back: DROP TYPE public.point3_replaced;

-- S3 contract put-dependents-back: Put in place: function public.height(public.point3)
CREATE OR REPLACE FUNCTION public.height(p public.point3)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT ($1).z $function$;
--   back: DROP FUNCTION public.height(public.point3);

