-- S1 expand alter-statistics: Change statistics public.a
ALTER STATISTICS public.a SET STATISTICS 50;
--   back: ALTER STATISTICS public.a SET STATISTICS -1;

-- S2 contract drop-statistics: Drop statistics public.b
--   SHARE UPDATE EXCLUSIVE on public.places for a moment: blocks ddl
--   note: slows-queries (public.places) The planner takes the columns for independent of each other again.
--   way back: exact, until any time; loses what the last ANALYZE learned
DROP STATISTICS public.b;
--   back: CREATE STATISTICS public.b (mcv) ON city, country FROM public.places;

-- S3 contract create-statistics: Create statistics public.b
--   SHARE UPDATE EXCLUSIVE on public.places for a moment: blocks ddl
--   note: slows-queries (public.places) The planner knows nothing new before the next ANALYZE of the table.
CREATE STATISTICS public.b (ndistinct) ON city, country FROM public.places;
--   back: DROP STATISTICS public.b;

