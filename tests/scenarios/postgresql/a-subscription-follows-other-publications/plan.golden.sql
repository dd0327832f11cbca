-- S1 expand alter-subscription: Change subscription warehouse
--   warning: breaks-replication (subscription:warehouse) Run ALTER SUBSCRIPTION warehouse REFRESH PUBLICATION when the publisher can be reached.
ALTER SUBSCRIPTION warehouse SET PUBLICATION feed, more WITH (refresh = false);
ALTER SUBSCRIPTION warehouse SET (synchronous_commit = 'local');
--   back: ALTER SUBSCRIPTION warehouse SET PUBLICATION feed WITH (refresh = false);
--   back: ALTER SUBSCRIPTION warehouse SET (synchronous_commit = 'off');

