-- S1 expand drop-constraint: Drop primary key berths_pkey of public.berths
--   ACCESS EXCLUSIVE on public.berths for a moment: blocks reads-and-writes
--   warning: weakens-integrity (public.berths.berths_pkey) Rows that the rule kept out may come in.
ALTER TABLE public.berths DROP CONSTRAINT berths_pkey;
--   back: ALTER TABLE public.berths ADD CONSTRAINT berths_pkey PRIMARY KEY (quay, during);

-- S2 expand add-constraint: Add primary key berths_pkey to public.berths
--   ACCESS EXCLUSIVE on public.berths for a build: blocks reads-and-writes
--   warning: scans-object (public.berths) Every row is read under the lock.
--   warning: blocks-writes (public.berths) Nobody can write to the table while its rows are checked.
--   warning: blocks-reads (public.berths) Nobody can read the table meanwhile.
--   note: needs-disk (public.berths) Needs room for the index.
--   warning: breaks-running-code (public.berths) Writes that break the new rule are refused.
ALTER TABLE public.berths ADD CONSTRAINT berths_pkey PRIMARY KEY (quay, during WITHOUT OVERLAPS);
--   back: ALTER TABLE public.berths DROP CONSTRAINT berths_pkey;

