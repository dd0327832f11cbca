-- S1 expand alter-publication: Change publication usage
--   warning: breaks-replication (publication:usage) Subscribers get changes of partitions under the name of another table than before.
ALTER PUBLICATION usage SET (publish_via_partition_root = true);
--   back: ALTER PUBLICATION usage SET (publish_via_partition_root = false);

-- S2 expand create-publication-member: Create published usage.public.meterings
--   SHARE UPDATE EXCLUSIVE on public.meterings for a moment: blocks ddl
--   note: breaks-replication (public.meterings) Subscribers see the change after ALTER SUBSCRIPTION … REFRESH PUBLICATION.
ALTER PUBLICATION usage ADD TABLE ONLY public.meterings;
--   back: ALTER PUBLICATION usage DROP TABLE ONLY public.meterings;

-- S3 contract drop-publication-member: Drop published usage.public.meterings_2026
--   SHARE UPDATE EXCLUSIVE on public.meterings_2026 for a moment: blocks ddl
--   warning: breaks-replication (public.meterings_2026) Subscribers miss its changes from now on.
ALTER PUBLICATION usage DROP TABLE ONLY public.meterings_2026;
--   back: ALTER PUBLICATION usage ADD TABLE ONLY public.meterings_2026;

