-- S1 contract take-dependents-away: Take away for a moment: view public.fees
--   ACCESS EXCLUSIVE on public.fees for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.fees) Rests on what changes: gone until the last step of this transaction puts it back.
DROP VIEW public.fees;
--   back: CREATE VIEW public.fees AS
--         SELECT id,
--             fee
--            FROM public.offers;

-- S2 contract rebuild-domain: Rebuild domain public.amount and the types that are made of it
--   ACCESS EXCLUSIVE on public.offers for a rewrite: blocks reads-and-writes
--   warning: rewrites-object (public.offers) Every row is written anew; a value that the new type refuses stops it.
--   warning: blocks-reads (public.offers) Nobody can read the table while it is rewritten.
--   note: changes-data (public.offers) A transaction whose snapshot is older than the rewrite finds the table empty.
ALTER TYPE public.amount RENAME TO amount_replaced;
ALTER TYPE public.price RENAME TO price_replaced;
CREATE DOMAIN public.amount AS bigint CONSTRAINT amount_check CHECK ((VALUE >= 0));
CREATE TYPE public.price AS (net public.amount, currency text);
CREATE FUNCTION public.price_convert(public.price_replaced) RETURNS public.price LANGUAGE sql AS $$SELECT CASE WHEN $1 IS DISTINCT FROM NULL THEN ROW(($1).net::text::public.amount, ($1).currency::text)::public.price END$$;
CREATE FUNCTION public.price_convert(public.price_replaced[]) RETURNS public.price[] LANGUAGE sql AS $$SELECT CASE WHEN $1 IS NOT NULL THEN ARRAY(SELECT public.price_convert($1[i]) FROM generate_subscripts($1, 1) i ORDER BY i) END$$;
ALTER TABLE public.offers ALTER COLUMN price TYPE public.price USING public.price_convert(price);
ALTER TABLE public.offers ALTER COLUMN fee DROP DEFAULT, ALTER COLUMN fee TYPE public.amount USING fee::text::public.amount, ALTER COLUMN fee SET DEFAULT 3;
ALTER TABLE public.offers ALTER COLUMN steps TYPE public.amount[] USING steps::text[]::public.amount[];
DROP FUNCTION public.price_convert(public.price_replaced[]);
DROP FUNCTION public.price_convert(public.price_replaced);
DROP TYPE public.price_replaced;
DROP DOMAIN public.amount_replaced;
--   back: ALTER TYPE public.amount RENAME TO amount_replaced;
--   back: ALTER TYPE public.price RENAME TO price_replaced;
--   back: CREATE DOMAIN public.amount AS integer CONSTRAINT amount_check CHECK ((VALUE >= 0));
--   back: CREATE TYPE public.price AS (net public.amount, currency text);
--   back: CREATE FUNCTION public.price_convert(public.price_replaced) RETURNS public.price LANGUAGE sql AS $$SELECT CASE WHEN $1 IS DISTINCT FROM NULL THEN ROW(($1).net::text::public.amount, ($1).currency::text)::public.price END$$;
--   back: CREATE FUNCTION public.price_convert(public.price_replaced[]) RETURNS public.price[] LANGUAGE sql AS $$SELECT CASE WHEN $1 IS NOT NULL THEN ARRAY(SELECT public.price_convert($1[i]) FROM generate_subscripts($1, 1) i ORDER BY i) END$$;
--   back: ALTER TABLE public.offers ALTER COLUMN price TYPE public.price USING public.price_convert(price);
--   back: ALTER TABLE public.offers ALTER COLUMN fee DROP DEFAULT, ALTER COLUMN fee TYPE public.amount USING fee::text::public.amount, ALTER COLUMN fee SET DEFAULT 3;
--   back: ALTER TABLE public.offers ALTER COLUMN steps TYPE public.amount[] USING steps::text[]::public.amount[];
--   back: DROP FUNCTION public.price_convert(public.price_replaced[]);
--   back: DROP FUNCTION public.price_convert(public.price_replaced);
--   back: DROP TYPE public.price_replaced;
--   back: DROP DOMAIN public.amount_replaced;

-- S3 contract put-dependents-back: Put in place: view public.fees
CREATE VIEW public.fees AS
SELECT id,
    fee
   FROM public.offers;
--   back: DROP VIEW public.fees;

