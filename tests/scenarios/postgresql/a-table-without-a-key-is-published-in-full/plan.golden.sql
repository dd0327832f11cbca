-- S1 expand alter-table: Change table public.events
--   ACCESS EXCLUSIVE on public.events for a moment: blocks reads-and-writes
--   note: breaks-replication (public.events) Every update and delete writes the whole old row for the subscribers.
ALTER TABLE public.events REPLICA IDENTITY FULL;
--   back: ALTER TABLE public.events REPLICA IDENTITY DEFAULT;

-- S2 expand create-publication: Create publication audit
CREATE PUBLICATION audit FOR TABLE ONLY public.events;
--   back: DROP PUBLICATION audit;

