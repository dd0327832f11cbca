-- S1 expand alter-publication: Change publication everything
--   warning: breaks-replication (publication:everything) Subscribers miss changes that they got before.
ALTER PUBLICATION everything SET (publish = 'delete, insert, update');
--   back: ALTER PUBLICATION everything SET (publish = 'delete, insert, truncate, update');

-- S2 expand alter-publication: Change publication telemetry
--   warning: breaks-replication (publication:telemetry) Subscribers get changes of partitions under the name of another table than before.
ALTER PUBLICATION telemetry SET (publish = 'delete, insert, update', publish_via_partition_root = true);
--   back: ALTER PUBLICATION telemetry SET (publish = 'insert', publish_via_partition_root = false);

-- S3 expand comment: Comment telemetry
COMMENT ON PUBLICATION telemetry IS 'feeds the warehouse';
--   back: COMMENT ON PUBLICATION telemetry IS NULL;

