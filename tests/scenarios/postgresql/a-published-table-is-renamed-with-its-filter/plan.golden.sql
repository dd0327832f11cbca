-- S1 expand rename-table: Rename table public.readings to public.measurements
--   ACCESS EXCLUSIVE on public.measurements for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.readings) Code that uses the old name fails.
ALTER TABLE public.readings RENAME TO measurements;
--   back: ALTER TABLE public.measurements RENAME TO readings;

-- S2 expand rename-constraint: Rename constraint public.measurements.readings_pkey to public.measurements.measurements_pkey
--   ACCESS EXCLUSIVE on public.measurements for a moment: blocks reads-and-writes
ALTER TABLE public.measurements RENAME CONSTRAINT readings_pkey TO measurements_pkey;
--   back: ALTER TABLE public.measurements RENAME CONSTRAINT measurements_pkey TO readings_pkey;

-- S3 expand alter-column: Change column public.measurements.id
--   ACCESS EXCLUSIVE on public.measurements for a moment: blocks reads-and-writes
ALTER TABLE public.measurements RENAME CONSTRAINT readings_id_not_null TO measurements_id_not_null;
--   back: ALTER TABLE public.measurements RENAME CONSTRAINT measurements_id_not_null TO readings_id_not_null;

-- S4 expand alter-column: Change column public.measurements.sensor
--   ACCESS EXCLUSIVE on public.measurements for a moment: blocks reads-and-writes
ALTER TABLE public.measurements RENAME CONSTRAINT readings_sensor_not_null TO measurements_sensor_not_null;
--   back: ALTER TABLE public.measurements RENAME CONSTRAINT measurements_sensor_not_null TO readings_sensor_not_null;

-- S5 expand alter-column: Change column public.measurements.taken_at
--   ACCESS EXCLUSIVE on public.measurements for a moment: blocks reads-and-writes
ALTER TABLE public.measurements RENAME CONSTRAINT readings_taken_at_not_null TO measurements_taken_at_not_null;
--   back: ALTER TABLE public.measurements RENAME CONSTRAINT measurements_taken_at_not_null TO readings_taken_at_not_null;

-- S6 expand alter-column: Change column public.measurements.value
--   ACCESS EXCLUSIVE on public.measurements for a moment: blocks reads-and-writes
ALTER TABLE public.measurements RENAME CONSTRAINT readings_value_not_null TO measurements_value_not_null;
--   back: ALTER TABLE public.measurements RENAME CONSTRAINT measurements_value_not_null TO readings_value_not_null;

-- S7 expand alter-column: Change column public.measurements.unit
--   ACCESS EXCLUSIVE on public.measurements for a moment: blocks reads-and-writes
ALTER TABLE public.measurements RENAME CONSTRAINT readings_unit_not_null TO measurements_unit_not_null;
--   back: ALTER TABLE public.measurements RENAME CONSTRAINT measurements_unit_not_null TO readings_unit_not_null;

-- S8 expand keep-old-name: Keep the name public.readings as a view that can be written, until nobody uses it
CREATE VIEW public.readings WITH (security_invoker = true) AS SELECT id, sensor, taken_at, value, unit, raw FROM public.measurements;
--   back: DROP VIEW public.readings;

-- S9 contract deploy-gate: Wait for the release that no longer uses public.readings
-- waits for the release that no longer uses public.readings

-- S10 contract drop-old-name: Take the old name public.readings away
--   ACCESS EXCLUSIVE on public.readings for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.readings) Code that uses the old name fails.
DROP VIEW public.readings;
--   back: CREATE VIEW public.readings WITH (security_invoker = true) AS SELECT id, sensor, taken_at, value, unit, raw FROM public.measurements;

-- carries public.readings.id → public.measurements.id: forward id, backward id
-- carries public.readings.sensor → public.measurements.sensor: forward sensor, backward sensor
-- carries public.readings.taken_at → public.measurements.taken_at: forward taken_at, backward taken_at
-- carries public.readings.value → public.measurements.value: forward value, backward value
-- carries public.readings.unit → public.measurements.unit: forward unit, backward unit
-- carries public.readings.raw → public.measurements.raw: forward raw, backward raw
