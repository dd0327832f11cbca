-- S1 expand alter-publication-member: Change published feed.public.orders
--   SHARE UPDATE EXCLUSIVE on public.orders for a moment: blocks ddl
--   warning: breaks-replication (public.orders) Subscribers get other columns or rows than before.
ALTER PUBLICATION feed DROP TABLE ONLY public.orders;
ALTER PUBLICATION feed ADD TABLE ONLY public.orders (id, total);
--   back: ALTER PUBLICATION feed DROP TABLE ONLY public.orders;
--   back: ALTER PUBLICATION feed ADD TABLE ONLY public.orders (id, note);

-- S2 expand create-publication-member: Create published sales_feed.sales
--   note: breaks-replication (sales) Subscribers see the change after ALTER SUBSCRIPTION … REFRESH PUBLICATION.
ALTER PUBLICATION sales_feed ADD TABLES IN SCHEMA sales;
--   back: ALTER PUBLICATION sales_feed DROP TABLES IN SCHEMA sales;

