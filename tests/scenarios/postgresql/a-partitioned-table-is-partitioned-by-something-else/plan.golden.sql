-- S1 contract partition-table: Make public.measurements partitioned by LIST (sensor), with its rows
--   ACCESS EXCLUSIVE on public.measurements for a rewrite: blocks reads-and-writes
--   warning: rewrites-object (public.measurements) Every row is written anew into the part it belongs to; one that belongs nowhere stops the step.
--   warning: blocks-reads (public.measurements) Nobody can use the table while its rows are copied.
--   warning: needs-disk (public.measurements) Needs room for a second copy of the table.
--   warning: breaks-replication (public.measurements) Subscribers of the old table do not follow the new one by themselves.
--   note: changes-data (public.measurements) A transaction whose snapshot is older than the rewrite finds the table empty.
ALTER TABLE public.measurements RENAME TO measurements_req_0001;
ALTER TABLE public.measurements_req_0001 RENAME CONSTRAINT measurements_sensor_not_null TO measurements_sensor_not_null_req_0001;
ALTER TABLE public.measurements_req_0001 RENAME CONSTRAINT measurements_day_not_null TO measurements_day_not_null_req_0001;
CREATE TABLE public.measurements (
  sensor integer NOT NULL,
  day date NOT NULL,
  value numeric(10,3)
) PARTITION BY LIST (sensor);
CREATE TABLE public.measurements_high PARTITION OF public.measurements DEFAULT;
CREATE TABLE public.measurements_low PARTITION OF public.measurements FOR VALUES IN (0, 1, 2, 3);
INSERT INTO public.measurements (sensor, day, value)
SELECT sensor, day, value FROM public.measurements_req_0001;
DROP TABLE public.measurements_req_0001;
--   back: ALTER TABLE public.measurements RENAME TO measurements_req_0001;
--   back: ALTER TABLE public.measurements_req_0001 RENAME CONSTRAINT measurements_sensor_not_null TO measurements_sensor_not_null_req_0001;
--   back: ALTER TABLE public.measurements_req_0001 RENAME CONSTRAINT measurements_day_not_null TO measurements_day_not_null_req_0001;
--   back: CREATE TABLE public.measurements (
--           sensor integer NOT NULL,
--           day date NOT NULL,
--           value numeric(10,3)
--         ) PARTITION BY RANGE (day);
--   back: CREATE TABLE public.measurements_q1 PARTITION OF public.measurements FOR VALUES FROM ('2026-01-01') TO ('2026-04-01');
--   back: CREATE TABLE public.measurements_q2 PARTITION OF public.measurements FOR VALUES FROM ('2026-04-01') TO ('2026-07-01');
--   back: INSERT INTO public.measurements (sensor, day, value)
--         SELECT sensor, day, value FROM public.measurements_req_0001;
--   back: DROP TABLE public.measurements_req_0001;

-- S2 contract analyze [transaction: own]: Gather statistics of public.measurements: a table made anew has none
--   SHARE UPDATE EXCLUSIVE on public.measurements for a scan: blocks ddl
ANALYZE public.measurements;

