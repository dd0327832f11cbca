-- S1 expand alter-publication: Change publication telemetry
ALTER PUBLICATION telemetry SET (publish_generated_columns = stored);
--   back: ALTER PUBLICATION telemetry SET (publish_generated_columns = none);

