-- S1 contract drop-index: Drop index readings_meter of public.readings
--   ACCESS EXCLUSIVE on public.readings for a moment: blocks reads-and-writes
--   warning: slows-queries (public.readings) Queries that used the index read the table instead.
DROP INDEX public.readings_meter;
--   back: CREATE INDEX readings_meter ON ONLY public.readings USING btree (meter);
--   back: CREATE INDEX readings_23_meter ON public.readings_23 USING btree (meter);
--   back: ALTER INDEX public.readings_meter ATTACH PARTITION public.readings_23_meter;

