-- S1 contract deploy-gate: Wait for the release that no longer uses public.measurements_q1
-- waits for the release that no longer uses public.measurements_q1

-- S2 contract drop-table: Drop table public.measurements_q1
--   ACCESS EXCLUSIVE on public.measurements_q1 for a moment: blocks reads-and-writes
--   ACCESS EXCLUSIVE on public.measurements for a moment: blocks reads-and-writes
--   error: deletes-data (public.measurements_q1) Every row of the table is gone.
--   warning: breaks-running-code (public.measurements_q1) Code that still uses the table fails.
--   warning: irreversible (public.measurements_q1) The way back restores the definition, not the rows.
--   way back: schema-only, until the step runs; loses every row of the table
DROP TABLE public.measurements_q1;
--   back: CREATE TABLE public.measurements_q1 PARTITION OF public.measurements FOR VALUES FROM ('2026-01-01') TO ('2026-04-01');

-- precheck would-be-lost/public.measurements_q1: public.measurements_q1 has no rows that would go
--   no-rows: SELECT count(*) AS would_be_lost FROM public.measurements_q1 HAVING count(*) > 0
