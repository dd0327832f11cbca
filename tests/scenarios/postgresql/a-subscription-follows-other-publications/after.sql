CREATE SUBSCRIPTION warehouse CONNECTION 'host=/nowhere password=never-shown' PUBLICATION feed, more WITH (connect = false, slot_name = NONE, synchronous_commit = local);
