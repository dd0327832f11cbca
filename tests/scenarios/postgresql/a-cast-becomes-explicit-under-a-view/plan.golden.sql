-- S1 contract deploy-gate: Wait for the release that fits the contract phase
-- waits for the release that fits the contract phase

-- S2 contract take-dependents-away: Take away for a moment: view public.warm
--   ACCESS EXCLUSIVE on public.warm for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.warm) Rests on what changes: gone until the last step of this transaction puts it back.
DROP VIEW public.warm;
--   back: CREATE VIEW public.warm AS
--         SELECT id,
--             (n)::public.celsius AS t
--            FROM public.readings;

-- S3 contract drop-cast: Drop cast "numeric AS public.celsius"
--   warning: breaks-running-code (cast:"numeric AS public.celsius") Code that takes numeric for public.celsius fails or falls back to another way.
DROP CAST (numeric AS public.celsius);
--   back: CREATE CAST (numeric AS public.celsius) WITH FUNCTION public.to_celsius(numeric) AS IMPLICIT;

-- S4 contract create-cast: Create cast "numeric AS public.celsius"
CREATE CAST (numeric AS public.celsius) WITH FUNCTION public.to_celsius(numeric);
--   back: DROP CAST (numeric AS public.celsius);

-- S5 contract put-dependents-back: Put in place: view public.warm
CREATE VIEW public.warm AS
SELECT id,
    (n)::public.celsius AS t
   FROM public.readings;
--   back: DROP VIEW public.warm;

