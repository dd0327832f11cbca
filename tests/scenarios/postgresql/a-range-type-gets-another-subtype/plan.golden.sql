-- S1 contract deploy-gate: Wait for the release that no longer uses public.offers.price
-- waits for the release that no longer uses public.offers.price

-- S2 contract take-dependents-away: Take away for a moment: view public.cheap
--   ACCESS EXCLUSIVE on public.cheap for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.cheap) Rests on what changes: gone until the last step of this transaction puts it back.
DROP VIEW public.cheap;
--   back: CREATE VIEW public.cheap AS
--         SELECT id
--            FROM public.offers
--           WHERE (price @> 5);

-- S3 contract alter-range-type: Change range type public.price_range
--   ACCESS EXCLUSIVE on public.offers for a rewrite: blocks reads-and-writes
--   warning: breaks-running-code (range-type:public.price_range) Code that relies on the old bounds or their order may fail.
--   warning: rewrites-object (public.offers) Every row is written anew, twice; a value that the new type refuses stops it.
--   warning: blocks-reads (public.offers) Nobody can read the table while it is rewritten.
--   note: changes-data (public.offers) A transaction whose snapshot is older than the rewrite finds the table empty.
ALTER TABLE public.offers ALTER COLUMN price TYPE text USING price::text;
DROP TYPE public.price_range;
CREATE TYPE public.price_range AS RANGE (SUBTYPE = bigint, MULTIRANGE_TYPE_NAME = public.price_multirange);
ALTER TABLE public.offers ALTER COLUMN price TYPE public.price_range USING price::public.price_range;
--   back: ALTER TABLE public.offers ALTER COLUMN price TYPE text USING price::text;
--   back: DROP TYPE public.price_range;
--   back: CREATE TYPE public.price_range AS RANGE (SUBTYPE = integer, MULTIRANGE_TYPE_NAME = public.price_multirange);
--   back: ALTER TABLE public.offers ALTER COLUMN price TYPE public.price_range USING price::public.price_range;

-- S4 contract put-dependents-back: Put in place: view public.cheap
CREATE VIEW public.cheap AS
SELECT id
   FROM public.offers
  WHERE (price @> (5)::bigint);
--   back: DROP VIEW public.cheap;

