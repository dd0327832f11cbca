-- S1 contract deploy-gate: Wait for the release that no longer uses public.v
-- waits for the release that no longer uses public.v

-- S2 contract drop-view: Drop view public.v
--   ACCESS EXCLUSIVE on public.v for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.v) Code that reads the view fails.
DROP VIEW public.v;
--   back: CREATE VIEW public.v AS
--         SELECT id
--            FROM public.t;

-- S3 contract create-table: Create table public.v
--   way back: exact, until any time; loses rows written to the new table
CREATE TABLE public.v (
  id integer
);
--   back: DROP TABLE public.v;

