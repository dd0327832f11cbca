-- S1 expand add-constraint: Add exclusion constraint rooms_do_not_overlap to public.rooms
--   ACCESS EXCLUSIVE on public.rooms for a build: blocks reads-and-writes
--   warning: scans-object (public.rooms) Every row is read under the lock.
--   warning: blocks-writes (public.rooms) Nobody can write to the table while its rows are checked.
--   warning: blocks-reads (public.rooms) Nobody can read the table meanwhile.
--   note: needs-disk (public.rooms) Needs room for the index.
--   warning: breaks-running-code (public.rooms) Writes that break the new rule are refused.
ALTER TABLE public.rooms ADD CONSTRAINT rooms_do_not_overlap EXCLUDE USING gist (during WITH &&);
--   back: ALTER TABLE public.rooms DROP CONSTRAINT rooms_do_not_overlap;

