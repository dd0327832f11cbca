-- S1 expand alter-column: Change column public.readings.value
--   ACCESS EXCLUSIVE on public.readings for a moment: blocks reads-and-writes
ALTER TABLE public.readings ALTER COLUMN value SET DEFAULT 0;
--   back: ALTER TABLE public.readings ALTER COLUMN value DROP DEFAULT;

-- S2 expand require-new-rows: Require value of new rows of public.readings
--   ACCESS EXCLUSIVE on public.readings for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.readings.value) Writes that leave the field empty are refused.
ALTER TABLE public.readings ADD CONSTRAINT readings_value_not_null NOT NULL value NOT VALID;
--   back: ALTER TABLE public.readings ALTER COLUMN value DROP NOT NULL;

-- S3 expand validate-required [transaction: own]: Prove that value is filled in every row of public.readings
--   SHARE UPDATE EXCLUSIVE on public.readings for a scan: blocks ddl
--   note: scans-object (public.readings) Every row is read; readers and writers go on.
ALTER TABLE public.readings VALIDATE CONSTRAINT readings_value_not_null;

-- S4 expand create-table: Create table public.archive
--   way back: exact, until any time; loses rows written to the new table
CREATE TABLE public.archive OF public.reading;
--   back: DROP TABLE public.archive;

-- precheck filled/public.readings.value: Every row of public.readings has a value
--   no-rows: SELECT sensor FROM public.readings WHERE value IS NULL
