-- S1 contract deploy-gate: Wait for the release that no longer uses public.places.country
-- waits for the release that no longer uses public.places.country

-- S2 contract drop-statistics: Drop statistics public.together
--   SHARE UPDATE EXCLUSIVE on public.places for a moment: blocks ddl
--   note: slows-queries (public.places) The planner takes the columns for independent of each other again.
--   way back: exact, until any time; loses what the last ANALYZE learned
DROP STATISTICS public.together;
--   back: CREATE STATISTICS public.together ON city, country FROM public.places;

-- S3 contract drop-column: Drop column public.places.country
--   ACCESS EXCLUSIVE on public.places for a moment: blocks reads-and-writes
--   error: deletes-data (public.places.country) Every value of the column is gone.
--   warning: irreversible (public.places.country) The way back restores the column, not its values.
--   warning: breaks-running-code (public.places.country) Code that still names the column fails.
--   note: breaks-running-code (public.places) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: schema-only, until the step runs; loses every value of the column
ALTER TABLE public.places DROP COLUMN country;
--   back: ALTER TABLE public.places ADD COLUMN country text;

-- precheck would-be-lost/public.places.country: No row of public.places holds a country that would go
--   no-rows: SELECT count(*) AS would_be_lost FROM public.places WHERE country IS NOT NULL HAVING count(*) > 0
-- carries public.places.country → public.places.∅: forward none, backward none
