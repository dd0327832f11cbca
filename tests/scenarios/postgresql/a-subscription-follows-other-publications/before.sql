CREATE SUBSCRIPTION warehouse CONNECTION 'host=/nowhere password=never-shown' PUBLICATION feed WITH (connect = false, slot_name = NONE);
