-- S1 expand create-subscription: Create subscription warehouse
--   warning: breaks-replication (subscription:warehouse) Its connection is a secret and no part of the plan: set it (ALTER SUBSCRIPTION warehouse CONNECTION '…'), make the slot on the publisher, then ENABLE and REFRESH PUBLICATION.
CREATE SUBSCRIPTION warehouse CONNECTION 'host=/set-by-hand' PUBLICATION feed WITH (connect = false, slot_name = NONE, binary = 'true');
--   back: DROP SUBSCRIPTION warehouse;

-- S2 expand comment: Comment warehouse
COMMENT ON SUBSCRIPTION warehouse IS 'From the shop';
--   back: COMMENT ON SUBSCRIPTION warehouse IS NULL;

