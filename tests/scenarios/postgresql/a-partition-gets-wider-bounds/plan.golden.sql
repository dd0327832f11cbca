-- S1 expand add-check-not-valid: Hold new rows of public.measurements_q2 to the bound
--   ACCESS EXCLUSIVE on public.measurements_q2 for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.measurements_q2) Writes of rows that belong elsewhere are refused.
ALTER TABLE public.measurements_q2 ADD CONSTRAINT measurements_q2_bound_req_0001 CHECK ((day IS NOT NULL) AND (day >= '2026-04-01'::date) AND (day < '2027-01-01'::date)) NOT VALID;
--   back: ALTER TABLE public.measurements_q2 DROP CONSTRAINT measurements_q2_bound_req_0001;

-- S2 expand validate-check [transaction: own]: Prove that every row of public.measurements_q2 keeps to the bound
--   SHARE UPDATE EXCLUSIVE on public.measurements_q2 for a scan: blocks ddl
--   note: scans-object (public.measurements_q2) Every row is read; readers and writers go on.
ALTER TABLE public.measurements_q2 VALIDATE CONSTRAINT measurements_q2_bound_req_0001;

-- S3 expand rebound-partitions: Give public.measurements_q2 other bounds in public.measurements
--   ACCESS EXCLUSIVE on public.measurements for a moment: blocks reads-and-writes
--   ACCESS EXCLUSIVE on public.measurements_q2 for a moment: blocks reads-and-writes
ALTER TABLE public.measurements DETACH PARTITION public.measurements_q2;
ALTER TABLE public.measurements ATTACH PARTITION public.measurements_q2 FOR VALUES FROM ('2026-04-01') TO ('2027-01-01');
ALTER TABLE public.measurements_q2 DROP CONSTRAINT measurements_q2_bound_req_0001;
--   back: ALTER TABLE public.measurements_q2 ADD CONSTRAINT measurements_q2_bound_req_0001 CHECK ((day IS NOT NULL) AND (day >= '2026-04-01'::date) AND (day < '2027-01-01'::date)) NOT VALID;
--   back: ALTER TABLE public.measurements DETACH PARTITION public.measurements_q2;
--   back: ALTER TABLE public.measurements ATTACH PARTITION public.measurements_q2 FOR VALUES FROM ('2026-04-01') TO ('2026-07-01');

