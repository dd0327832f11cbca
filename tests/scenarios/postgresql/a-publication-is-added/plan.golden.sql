-- S1 expand create-publication: Create publication feed
CREATE PUBLICATION feed FOR TABLE ONLY public.customers, ONLY public.orders WITH (publish = 'insert, update');
--   back: DROP PUBLICATION feed;

-- S2 expand comment: Comment feed
COMMENT ON PUBLICATION feed IS 'For the warehouse';
--   back: COMMENT ON PUBLICATION feed IS NULL;

