-- S1 contract deploy-gate: Wait for the release that no longer uses public.areas_b
-- waits for the release that no longer uses public.areas_b

-- S2 contract drop-table: Drop table public.areas_b
--   ACCESS EXCLUSIVE on public.areas_b for a moment: blocks reads-and-writes
--   ACCESS EXCLUSIVE on public.areas for a moment: blocks reads-and-writes
--   error: deletes-data (public.areas_b) Every row of the table is gone.
--   warning: breaks-running-code (public.areas_b) Code that still uses the table fails.
--   warning: irreversible (public.areas_b) The way back restores the definition, not the rows.
--   way back: schema-only, until the step runs; loses every row of the table
ALTER TABLE public.areas DETACH PARTITION public.areas_b;
DROP TABLE public.areas_b;
--   back: CREATE TABLE public.areas_b PARTITION OF public.areas FOR VALUES IN ('b');

-- precheck would-be-lost/public.areas_b: public.areas_b has no rows that would go
--   no-rows: SELECT count(*) AS would_be_lost FROM public.areas_b HAVING count(*) > 0
