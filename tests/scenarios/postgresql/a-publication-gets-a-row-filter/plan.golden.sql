-- S1 expand alter-publication-member: Change published feed.public.orders
--   SHARE UPDATE EXCLUSIVE on public.orders for a moment: blocks ddl
--   warning: breaks-replication (public.orders) Subscribers get other columns or rows than before.
ALTER PUBLICATION feed DROP TABLE ONLY public.orders;
ALTER PUBLICATION feed ADD TABLE ONLY public.orders WHERE ((id > 10));
--   back: ALTER PUBLICATION feed DROP TABLE ONLY public.orders;
--   back: ALTER PUBLICATION feed ADD TABLE ONLY public.orders;

