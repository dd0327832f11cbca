-- S1 expand alter-subscription: Change subscription inbound
--   warning: breaks-replication (subscription:inbound) Run ALTER SUBSCRIPTION inbound REFRESH PUBLICATION when the publisher can be reached.
ALTER SUBSCRIPTION inbound SET PUBLICATION alarms, telemetry WITH (refresh = false);
ALTER SUBSCRIPTION inbound SET (binary = 'true');
--   back: ALTER SUBSCRIPTION inbound SET PUBLICATION telemetry WITH (refresh = false);
--   back: ALTER SUBSCRIPTION inbound SET (binary = 'false');

-- S2 expand comment: Comment inbound
COMMENT ON SUBSCRIPTION inbound IS 'from the plant';
--   back: COMMENT ON SUBSCRIPTION inbound IS NULL;

