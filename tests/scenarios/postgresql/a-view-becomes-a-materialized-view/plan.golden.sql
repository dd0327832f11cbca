-- S1 contract drop-view: Drop view public.big
--   ACCESS EXCLUSIVE on public.big for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.big) Code that reads the view fails.
DROP VIEW public.big;
--   back: CREATE VIEW public.big AS
--         SELECT id,
--             name
--            FROM public.item
--           WHERE (amount > 50);

-- S2 contract create-materialized-view: Create materialized view public.big
--   note: needs-disk (public.big) The rows of its query are kept a second time.
CREATE MATERIALIZED VIEW public.big AS
SELECT id,
    name
   FROM public.item
  WHERE (amount > 50);
--   back: DROP MATERIALIZED VIEW public.big;

