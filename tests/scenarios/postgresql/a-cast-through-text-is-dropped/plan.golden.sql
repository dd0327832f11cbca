-- S1 contract deploy-gate: Wait for the release that fits the contract phase
-- waits for the release that fits the contract phase

-- S2 contract drop-cast: Drop cast "character varying AS public.mood"
--   warning: breaks-running-code (cast:"character varying AS public.mood") Code that takes character varying for public.mood fails or falls back to another way.
DROP CAST (character varying AS public.mood);
--   back: CREATE CAST (character varying AS public.mood) WITH INOUT AS IMPLICIT;

