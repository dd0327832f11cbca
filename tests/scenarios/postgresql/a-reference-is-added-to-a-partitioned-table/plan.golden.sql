-- S1 expand add-constraint-not-valid: Hold new rows of public.events to events_kind_fkey
--   SHARE ROW EXCLUSIVE on public.events for a moment: blocks writes
--   SHARE ROW EXCLUSIVE on public.kinds for a moment: blocks writes
--   warning: breaks-running-code (public.events) Writes that break events_kind_fkey are refused.
ALTER TABLE public.events ADD CONSTRAINT events_kind_fkey FOREIGN KEY (kind) REFERENCES public.kinds(kind) NOT VALID;
--   back: ALTER TABLE public.events DROP CONSTRAINT events_kind_fkey;

-- S2 expand validate-constraint [transaction: own]: Prove events_kind_fkey for the rows that are there
--   SHARE UPDATE EXCLUSIVE on public.events for a scan: blocks ddl
--   note: scans-object (public.events) Every row is read; readers and writers go on.
ALTER TABLE public.events VALIDATE CONSTRAINT events_kind_fkey;

-- precheck violations/public.events.events_kind_fkey: Every row of public.events fulfils events_kind_fkey
--   no-rows: SELECT t.kind FROM public.events t WHERE t.kind IS NOT NULL AND NOT EXISTS (SELECT FROM public.kinds o WHERE o.kind = t.kind)
