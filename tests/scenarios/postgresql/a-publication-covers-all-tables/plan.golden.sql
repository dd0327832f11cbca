-- S1 expand alter-publication: Change publication feed
--   warning: breaks-replication (publication:feed) Subscribers get other tables than before, and miss what changes meanwhile.
DROP PUBLICATION feed;
CREATE PUBLICATION feed FOR ALL TABLES;
--   back: DROP PUBLICATION feed;
--   back: CREATE PUBLICATION feed FOR TABLE ONLY public.orders;

