-- S1 contract deploy-gate: Wait for the release that no longer uses public.readings.raw
-- waits for the release that no longer uses public.readings.raw

-- S2 contract take-dependents-away: Take away for a moment: publication-member telemetry.public.readings
--   note: breaks-dependents (telemetry.public.readings) Rests on what changes: gone until the last step of this transaction puts it back.
ALTER PUBLICATION telemetry DROP TABLE ONLY public.readings;
--   back: ALTER PUBLICATION telemetry ADD TABLE ONLY public.readings (id, raw, sensor, taken_at, value);

-- S3 contract put-dependents-back: Put in place: publication-member telemetry.public.readings
ALTER PUBLICATION telemetry ADD TABLE ONLY public.readings (id, sensor, taken_at, value);
--   back: ALTER PUBLICATION telemetry DROP TABLE ONLY public.readings;

-- S4 contract drop-column: Drop column public.readings.raw
--   ACCESS EXCLUSIVE on public.readings for a moment: blocks reads-and-writes
--   error: deletes-data (public.readings.raw) Every value of the column is gone.
--   warning: irreversible (public.readings.raw) The way back restores the column, not its values.
--   warning: breaks-running-code (public.readings.raw) Code that still names the column fails.
--   note: breaks-running-code (public.readings) A prepared SELECT * of it fails once: cached plan must not change result type.
--   warning: breaks-replication (public.readings) It is published, and replication does not carry definitions: the subscribers' tables change after this one.
--   way back: schema-only, until the step runs; loses every value of the column
ALTER TABLE public.readings DROP COLUMN raw;
--   back: ALTER TABLE public.readings ADD COLUMN raw bytea;

-- precheck would-be-lost/public.readings.raw: No row of public.readings holds a raw that would go
--   no-rows: SELECT count(*) AS would_be_lost FROM public.readings WHERE raw IS NOT NULL HAVING count(*) > 0
-- carries public.readings.raw → public.readings.∅: forward none, backward none
