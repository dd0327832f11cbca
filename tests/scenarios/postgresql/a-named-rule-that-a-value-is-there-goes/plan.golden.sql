-- S1 expand alter-column: Change column public.patients.name
--   ACCESS EXCLUSIVE on public.patients for a moment: blocks reads-and-writes
--   note: weakens-integrity (public.patients.name) The column may be left empty from now on.
ALTER TABLE public.patients ALTER COLUMN name DROP NOT NULL;
--   back: ALTER TABLE public.patients ADD CONSTRAINT patients_have_a_name NOT NULL name;

-- S2 expand alter-column: Change column public.patients.insurer
--   ACCESS EXCLUSIVE on public.patients for a moment: blocks reads-and-writes
ALTER TABLE public.patients RENAME CONSTRAINT patients_are_insured TO insured;
--   back: ALTER TABLE public.patients RENAME CONSTRAINT insured TO patients_are_insured;

