-- S1 contract partition-table: Make public.measurements_q2 partitioned by LIST (sensor), with its rows
--   ACCESS EXCLUSIVE on public.measurements_q2 for a rewrite: blocks reads-and-writes
--   warning: rewrites-object (public.measurements_q2) Every row is written anew into the part it belongs to; one that belongs nowhere stops the step.
--   warning: blocks-reads (public.measurements_q2) Nobody can use the table while its rows are copied.
--   warning: needs-disk (public.measurements_q2) Needs room for a second copy of the table.
--   warning: breaks-replication (public.measurements_q2) Subscribers of the old table do not follow the new one by themselves.
--   note: changes-data (public.measurements_q2) A transaction whose snapshot is older than the rewrite finds the table empty.
ALTER TABLE public.measurements DETACH PARTITION public.measurements_q2;
ALTER TABLE public.measurements_q2 RENAME TO measurements_q2_req_0001;
CREATE TABLE public.measurements_q2 (LIKE public.measurements INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED INCLUDING STORAGE INCLUDING COMPRESSION) PARTITION BY LIST (sensor);
ALTER TABLE public.measurements ATTACH PARTITION public.measurements_q2 FOR VALUES FROM ('2026-04-01') TO ('2026-07-01');
CREATE TABLE public.measurements_q2_all PARTITION OF public.measurements_q2 DEFAULT;
INSERT INTO public.measurements_q2 (sensor, day, value)
SELECT sensor, day, value FROM public.measurements_q2_req_0001;
DROP TABLE public.measurements_q2_req_0001;
--   back: ALTER TABLE public.measurements DETACH PARTITION public.measurements_q2;
--   back: ALTER TABLE public.measurements_q2 RENAME TO measurements_q2_req_0001;
--   back: CREATE TABLE public.measurements_q2 (LIKE public.measurements INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED INCLUDING STORAGE INCLUDING COMPRESSION);
--   back: ALTER TABLE public.measurements ATTACH PARTITION public.measurements_q2 FOR VALUES FROM ('2026-04-01') TO ('2026-07-01');
--   back: INSERT INTO public.measurements_q2 (sensor, day, value)
--         SELECT sensor, day, value FROM public.measurements_q2_req_0001;
--   back: DROP TABLE public.measurements_q2_req_0001;

-- S2 contract analyze [transaction: own]: Gather statistics of public.measurements_q2: a table made anew has none
--   SHARE UPDATE EXCLUSIVE on public.measurements_q2 for a scan: blocks ddl
ANALYZE public.measurements_q2;

