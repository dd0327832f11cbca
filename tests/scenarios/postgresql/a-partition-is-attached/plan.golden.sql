-- S1 expand add-check-not-valid: Hold new rows of public.events_2026 to the bound
--   ACCESS EXCLUSIVE on public.events_2026 for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.events_2026) Writes of rows that belong elsewhere are refused.
ALTER TABLE public.events_2026 ADD CONSTRAINT events_2026_bound_req_0001 CHECK ((at IS NOT NULL) AND (at >= '2026-01-01'::date) AND (at < '2027-01-01'::date)) NOT VALID;
--   back: ALTER TABLE public.events_2026 DROP CONSTRAINT events_2026_bound_req_0001;

-- S2 expand validate-check [transaction: own]: Prove that every row of public.events_2026 keeps to the bound
--   SHARE UPDATE EXCLUSIVE on public.events_2026 for a scan: blocks ddl
--   note: scans-object (public.events_2026) Every row is read; readers and writers go on.
ALTER TABLE public.events_2026 VALIDATE CONSTRAINT events_2026_bound_req_0001;

-- S3 expand attach-partition: Attach public.events_2026 to public.events; the proven check spares the scan
--   SHARE UPDATE EXCLUSIVE on public.events for a moment: blocks ddl
--   ACCESS EXCLUSIVE on public.events_2026 for a moment: blocks reads-and-writes
ALTER TABLE public.events_2026 RENAME CONSTRAINT events_2026_id_not_null TO events_id_not_null;
ALTER TABLE public.events_2026 RENAME CONSTRAINT events_2026_at_not_null TO events_at_not_null;
ALTER TABLE public.events ATTACH PARTITION public.events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
ALTER TABLE public.events_2026 DROP CONSTRAINT events_2026_bound_req_0001;
--   back: ALTER TABLE public.events_2026 ADD CONSTRAINT events_2026_bound_req_0001 CHECK ((at IS NOT NULL) AND (at >= '2026-01-01'::date) AND (at < '2027-01-01'::date)) NOT VALID;
--   back: ALTER TABLE public.events DETACH PARTITION public.events_2026;
--   back: ALTER TABLE public.events_2026 RENAME CONSTRAINT events_id_not_null TO events_2026_id_not_null;
--   back: ALTER TABLE public.events_2026 RENAME CONSTRAINT events_at_not_null TO events_2026_at_not_null;

