-- S1 expand create-range-type: Create range type public.price_range
CREATE TYPE public.price_range AS RANGE (SUBTYPE = numeric, MULTIRANGE_TYPE_NAME = public.price_ranges);
--   back: DROP TYPE public.price_range;

-- S2 expand add-column: Add column public.offers.price
--   ACCESS EXCLUSIVE on public.offers for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.offers) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until any time; loses values written to the new column
ALTER TABLE public.offers ADD COLUMN price public.price_range;
--   back: ALTER TABLE public.offers DROP COLUMN price;

-- S3 expand add-column: Add column public.offers.prices
--   ACCESS EXCLUSIVE on public.offers for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.offers) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until any time; loses values written to the new column
ALTER TABLE public.offers ADD COLUMN prices public.price_ranges;
--   back: ALTER TABLE public.offers DROP COLUMN prices;

-- S4 expand create-view: Create view public.cheap
CREATE VIEW public.cheap AS
SELECT id
   FROM public.offers
  WHERE (price && public.price_range((0)::numeric, (10)::numeric));
--   back: DROP VIEW public.cheap;

-- S5 expand comment: Comment public.price_range
COMMENT ON TYPE public.price_range IS 'From and to';
--   back: COMMENT ON TYPE public.price_range IS NULL;

-- carries public.offers.∅ → public.offers.price: forward none, backward none
-- carries public.offers.∅ → public.offers.prices: forward none, backward none
