-- S1 contract drop-materialized-view: Drop materialized view public.big
--   ACCESS EXCLUSIVE on public.big for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.big) Code that reads the materialized view fails.
--   way back: exact, until any time; loses the state of the last refresh
DROP MATERIALIZED VIEW public.big;
--   back: CREATE MATERIALIZED VIEW public.big AS
--         SELECT id,
--             name
--            FROM public.item
--           WHERE (amount > 50);

-- S2 contract create-view: Create view public.big
CREATE VIEW public.big AS
SELECT id,
    name
   FROM public.item
  WHERE (amount > 50);
--   back: DROP VIEW public.big;

