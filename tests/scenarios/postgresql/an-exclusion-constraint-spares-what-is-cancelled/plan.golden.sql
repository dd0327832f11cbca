-- S1 expand drop-constraint: Drop exclusion constraint shifts_during_excl of public.shifts
--   ACCESS EXCLUSIVE on public.shifts for a moment: blocks reads-and-writes
--   warning: weakens-integrity (public.shifts.shifts_during_excl) Rows that the rule kept out may come in.
ALTER TABLE public.shifts DROP CONSTRAINT shifts_during_excl;
--   back: ALTER TABLE public.shifts ADD CONSTRAINT shifts_during_excl EXCLUDE USING gist (during WITH &&);

-- S2 expand add-constraint: Add exclusion constraint shifts_during_excl to public.shifts
--   ACCESS EXCLUSIVE on public.shifts for a build: blocks reads-and-writes
--   warning: scans-object (public.shifts) Every row is read under the lock.
--   warning: blocks-writes (public.shifts) Nobody can write to the table while its rows are checked.
--   warning: blocks-reads (public.shifts) Nobody can read the table meanwhile.
--   note: needs-disk (public.shifts) Needs room for the index.
--   warning: breaks-running-code (public.shifts) Writes that break the new rule are refused.
ALTER TABLE public.shifts ADD CONSTRAINT shifts_during_excl EXCLUDE USING gist (during WITH &&) WHERE ((NOT cancelled));
--   back: ALTER TABLE public.shifts DROP CONSTRAINT shifts_during_excl;

