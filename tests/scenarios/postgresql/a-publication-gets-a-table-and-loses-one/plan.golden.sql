-- S1 expand alter-publication: Change publication feed
--   warning: breaks-replication (publication:feed) Subscribers get changes of partitions under the name of another table than before.
ALTER PUBLICATION feed SET (publish_via_partition_root = true);
--   back: ALTER PUBLICATION feed SET (publish_via_partition_root = false);

-- S2 expand create-publication-member: Create published feed.public.orders
--   SHARE UPDATE EXCLUSIVE on public.orders for a moment: blocks ddl
--   note: breaks-replication (public.orders) Subscribers see the change after ALTER SUBSCRIPTION … REFRESH PUBLICATION.
ALTER PUBLICATION feed ADD TABLE ONLY public.orders;
--   back: ALTER PUBLICATION feed DROP TABLE ONLY public.orders;

-- S3 contract drop-publication-member: Drop published feed.public.customers
--   SHARE UPDATE EXCLUSIVE on public.customers for a moment: blocks ddl
--   warning: breaks-replication (public.customers) Subscribers miss its changes from now on.
ALTER PUBLICATION feed DROP TABLE ONLY public.customers;
--   back: ALTER PUBLICATION feed ADD TABLE ONLY public.customers;

