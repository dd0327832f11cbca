-- S1 expand add-column: Add column public.readings.quality
--   ACCESS EXCLUSIVE on public.readings for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.readings) A prepared SELECT * of it fails once: cached plan must not change result type.
--   warning: breaks-replication (public.readings) It is published, and replication does not carry definitions: the subscribers' tables change before this one.
--   way back: exact, until any time; loses values written to the new column
ALTER TABLE public.readings ADD COLUMN quality smallint DEFAULT 100 NOT NULL;
--   back: ALTER TABLE public.readings DROP COLUMN quality;

-- S2 expand alter-publication-member: Change published telemetry.public.readings
--   SHARE UPDATE EXCLUSIVE on public.readings for a moment: blocks ddl
--   warning: breaks-replication (public.readings) Subscribers get other columns or rows than before.
ALTER PUBLICATION telemetry DROP TABLE ONLY public.readings;
ALTER PUBLICATION telemetry ADD TABLE ONLY public.readings (id, quality, sensor, taken_at, value);
--   back: ALTER PUBLICATION telemetry DROP TABLE ONLY public.readings;
--   back: ALTER PUBLICATION telemetry ADD TABLE ONLY public.readings (id, sensor, taken_at, value);

-- carries public.readings.∅ → public.readings.quality: forward none, backward none
