-- S1 expand add-constraint-not-valid: Hold new rows of public.vehicles to vehicles_wheels_check
--   ACCESS EXCLUSIVE on public.vehicles for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.vehicles) Writes that break vehicles_wheels_check are refused.
ALTER TABLE public.vehicles ADD CONSTRAINT vehicles_wheels_check_req_0001 CHECK ((wheels > 1)) NO INHERIT NOT VALID;
--   back: ALTER TABLE public.vehicles DROP CONSTRAINT vehicles_wheels_check_req_0001;

-- S2 expand validate-constraint [transaction: own]: Prove vehicles_wheels_check for the rows that are there
--   SHARE UPDATE EXCLUSIVE on public.vehicles for a scan: blocks ddl
--   note: scans-object (public.vehicles) Every row is read; readers and writers go on.
ALTER TABLE public.vehicles VALIDATE CONSTRAINT vehicles_wheels_check_req_0001;

-- S3 expand replace-constraint: Let the new form of vehicles_wheels_check take the place of the old one
--   ACCESS EXCLUSIVE on public.vehicles for a moment: blocks reads-and-writes
--   note: weakens-integrity (public.vehicles) The old form of vehicles_wheels_check holds no longer.
ALTER TABLE public.vehicles DROP CONSTRAINT vehicles_wheels_check;
ALTER TABLE public.vehicles RENAME CONSTRAINT vehicles_wheels_check_req_0001 TO vehicles_wheels_check;
--   back: ALTER TABLE public.vehicles RENAME CONSTRAINT vehicles_wheels_check TO vehicles_wheels_check_req_0001;
--   back: ALTER TABLE public.vehicles ADD CONSTRAINT vehicles_wheels_check CHECK ((wheels > 1));

-- precheck violations/public.vehicles.vehicles_wheels_check: Every row of public.vehicles fulfils vehicles_wheels_check
--   no-rows: SELECT wheels FROM public.vehicles WHERE NOT ((wheels > 1))
