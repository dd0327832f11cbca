-- S1 expand create-publication-member: Create published telemetry.plant.readings
--   SHARE UPDATE EXCLUSIVE on plant.readings for a moment: blocks ddl
--   note: breaks-replication (plant.readings) Subscribers see the change after ALTER SUBSCRIPTION … REFRESH PUBLICATION.
ALTER PUBLICATION telemetry ADD TABLE ONLY plant.readings;
--   back: ALTER PUBLICATION telemetry DROP TABLE ONLY plant.readings;

-- S2 contract drop-publication-member: Drop published telemetry.plant
--   warning: breaks-replication (plant) Subscribers miss its changes from now on.
ALTER PUBLICATION telemetry DROP TABLES IN SCHEMA plant;
--   back: ALTER PUBLICATION telemetry ADD TABLES IN SCHEMA plant;

