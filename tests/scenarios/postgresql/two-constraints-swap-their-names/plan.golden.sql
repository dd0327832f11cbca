-- S1 expand drop-constraint: Drop check c_one of public.item
--   ACCESS EXCLUSIVE on public.item for a moment: blocks reads-and-writes
--   warning: weakens-integrity (public.item.c_one) Rows that the rule kept out may come in.
ALTER TABLE public.item DROP CONSTRAINT c_one;
--   back: ALTER TABLE public.item ADD CONSTRAINT c_one CHECK ((amount >= 0));

-- S2 expand add-constraint: Add check c_one to public.item
--   ACCESS EXCLUSIVE on public.item for a scan: blocks reads-and-writes
--   warning: scans-object (public.item) Every row is read under the lock.
--   warning: blocks-writes (public.item) Nobody can write to the table while its rows are checked.
--   warning: blocks-reads (public.item) Nobody can read the table meanwhile.
--   warning: breaks-running-code (public.item) Writes that break the new rule are refused.
ALTER TABLE public.item ADD CONSTRAINT c_one CHECK ((name <> ''::text));
--   back: ALTER TABLE public.item DROP CONSTRAINT c_one;

-- S3 expand drop-constraint: Drop check c_two of public.item
--   ACCESS EXCLUSIVE on public.item for a moment: blocks reads-and-writes
--   warning: weakens-integrity (public.item.c_two) Rows that the rule kept out may come in.
ALTER TABLE public.item DROP CONSTRAINT c_two;
--   back: ALTER TABLE public.item ADD CONSTRAINT c_two CHECK ((name <> ''::text));

-- S4 expand add-constraint: Add check c_two to public.item
--   ACCESS EXCLUSIVE on public.item for a scan: blocks reads-and-writes
--   warning: scans-object (public.item) Every row is read under the lock.
--   warning: blocks-writes (public.item) Nobody can write to the table while its rows are checked.
--   warning: blocks-reads (public.item) Nobody can read the table meanwhile.
--   warning: breaks-running-code (public.item) Writes that break the new rule are refused.
ALTER TABLE public.item ADD CONSTRAINT c_two CHECK ((amount >= 0));
--   back: ALTER TABLE public.item DROP CONSTRAINT c_two;

-- precheck violations/public.item.c_one: Every row of public.item fulfils c_one
--   no-rows: SELECT name FROM public.item WHERE NOT ((name <> ''::text))
-- precheck violations/public.item.c_two: Every row of public.item fulfils c_two
--   no-rows: SELECT amount FROM public.item WHERE NOT ((amount >= 0))
