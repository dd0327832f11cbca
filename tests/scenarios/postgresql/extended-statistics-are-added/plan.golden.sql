-- S1 expand create-statistics: Create statistics public.places_lower
--   SHARE UPDATE EXCLUSIVE on public.places for a moment: blocks ddl
--   note: slows-queries (public.places) The planner knows nothing new before the next ANALYZE of the table.
CREATE STATISTICS public.places_lower ON country, (lower(city)) FROM public.places;
--   back: DROP STATISTICS public.places_lower;

-- S2 expand create-statistics: Create statistics public.places_together
--   SHARE UPDATE EXCLUSIVE on public.places for a moment: blocks ddl
--   note: slows-queries (public.places) The planner knows nothing new before the next ANALYZE of the table.
CREATE STATISTICS public.places_together (dependencies, mcv) ON city, country FROM public.places;
ALTER STATISTICS public.places_together SET STATISTICS 200;
--   back: DROP STATISTICS public.places_together;

-- S3 expand comment: Comment public.places_together
COMMENT ON STATISTICS public.places_together IS 'A city is in one country';
--   back: COMMENT ON STATISTICS public.places_together IS NULL;

