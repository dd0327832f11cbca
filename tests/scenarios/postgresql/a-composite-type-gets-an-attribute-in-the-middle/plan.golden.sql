-- S1 contract take-dependents-away: Take away for a moment: view public.cities
--   ACCESS EXCLUSIVE on public.cities for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.cities) Rests on what changes: gone until the last step of this transaction puts it back.
DROP VIEW public.cities;
--   back: CREATE VIEW public.cities AS
--         SELECT id,
--             (home).city AS city
--            FROM public.customers;

-- S2 contract alter-composite-type: Change type public.address
--   ACCESS EXCLUSIVE on public.customers for a rewrite: blocks reads-and-writes
--   warning: rewrites-object (public.customers) Every row is written anew with the changed type.
--   warning: blocks-reads (public.customers) Nobody can read the table while it is rewritten.
--   note: changes-data (public.customers) A transaction whose snapshot is older than the rewrite finds the table empty.
ALTER TYPE public.address RENAME TO address_replaced;
CREATE TYPE public.address AS (street text, zip text, city text);
CREATE FUNCTION public.address_convert(public.address_replaced) RETURNS public.address LANGUAGE sql AS $$SELECT CASE WHEN $1 IS DISTINCT FROM NULL THEN ROW(($1).street::text, NULL::text, ($1).city::text)::public.address END$$;
CREATE FUNCTION public.address_convert(public.address_replaced[]) RETURNS public.address[] LANGUAGE sql AS $$SELECT CASE WHEN $1 IS NOT NULL THEN ARRAY(SELECT public.address_convert($1[i]) FROM generate_subscripts($1, 1) i ORDER BY i) END$$;
ALTER TABLE public.customers ALTER COLUMN home TYPE public.address USING public.address_convert(home);
DROP FUNCTION public.address_convert(public.address_replaced[]);
DROP FUNCTION public.address_convert(public.address_replaced);
DROP TYPE public.address_replaced;
--   back: ALTER TYPE public.address RENAME TO address_replaced;
--   back: CREATE TYPE public.address AS (street text, city text);
--   back: CREATE FUNCTION public.address_convert(public.address_replaced) RETURNS public.address LANGUAGE sql AS $$SELECT CASE WHEN $1 IS DISTINCT FROM NULL THEN ROW(($1).street::text, ($1).city::text)::public.address END$$;
--   back: CREATE FUNCTION public.address_convert(public.address_replaced[]) RETURNS public.address[] LANGUAGE sql AS $$SELECT CASE WHEN $1 IS NOT NULL THEN ARRAY(SELECT public.address_convert($1[i]) FROM generate_subscripts($1, 1) i ORDER BY i) END$$;
--   back: ALTER TABLE public.customers ALTER COLUMN home TYPE public.address USING public.address_convert(home);
--   back: DROP FUNCTION public.address_convert(public.address_replaced[]);
--   back: DROP FUNCTION public.address_convert(public.address_replaced);
--   back: DROP TYPE public.address_replaced;

-- S3 contract put-dependents-back: Put in place: view public.cities
CREATE VIEW public.cities AS
SELECT id,
    (home).city AS city
   FROM public.customers;
--   back: DROP VIEW public.cities;

-- carries public.customers.home → public.customers.home: forward none, backward none
