-- S1 expand require-new-rows: Require insurer of new rows of public.patients
--   ACCESS EXCLUSIVE on public.patients for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.patients.insurer) Writes that leave the field empty are refused.
ALTER TABLE public.patients ADD CONSTRAINT patients_are_insured NOT NULL insurer NOT VALID;
--   back: ALTER TABLE public.patients ALTER COLUMN insurer DROP NOT NULL;

-- S2 expand validate-required [transaction: own]: Prove that insurer is filled in every row of public.patients
--   SHARE UPDATE EXCLUSIVE on public.patients for a scan: blocks ddl
--   note: scans-object (public.patients) Every row is read; readers and writers go on.
ALTER TABLE public.patients VALIDATE CONSTRAINT patients_are_insured;

-- S3 expand alter-column: Change column public.patients.name
--   ACCESS EXCLUSIVE on public.patients for a moment: blocks reads-and-writes
ALTER TABLE public.patients RENAME CONSTRAINT patients_name_not_null TO patients_have_a_name;
--   back: ALTER TABLE public.patients RENAME CONSTRAINT patients_have_a_name TO patients_name_not_null;

-- S4 expand alter-column: Change column public.patients.born
--   ACCESS EXCLUSIVE on public.patients for a moment: blocks reads-and-writes
ALTER TABLE public.patients RENAME CONSTRAINT patients_born_not_null TO patients_were_born;
--   back: ALTER TABLE public.patients RENAME CONSTRAINT patients_were_born TO patients_born_not_null;

-- precheck filled/public.patients.insurer: Every row of public.patients has a insurer
--   no-rows: SELECT id FROM public.patients WHERE insurer IS NULL
