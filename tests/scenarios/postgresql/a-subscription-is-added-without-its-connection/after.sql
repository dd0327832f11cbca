CREATE TABLE t (id bigint PRIMARY KEY);
CREATE SUBSCRIPTION warehouse CONNECTION 'host=/nowhere password=never-shown' PUBLICATION feed WITH (connect = false, slot_name = NONE, binary = true);
COMMENT ON SUBSCRIPTION warehouse IS 'From the shop';
