-- S1 expand alter-column: Change column public.measurements_q2.value
--   ACCESS EXCLUSIVE on public.measurements_q2 for a moment: blocks reads-and-writes
ALTER TABLE public.measurements_q2 ALTER COLUMN value SET DEFAULT 1;
--   back: ALTER TABLE public.measurements_q2 ALTER COLUMN value DROP DEFAULT;

-- S2 expand clear-invalid-index [transaction: own]: Clear away index measurements_q2_by_value if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.measurements_q2_by_value') AND NOT indisvalid) THEN
    DROP INDEX public.measurements_q2_by_value;
  END IF;
END
$left$;

-- S3 expand create-index-concurrently [transaction: none]: Build index measurements_q2_by_value on public.measurements_q2
--   SHARE UPDATE EXCLUSIVE on public.measurements_q2 for a build: blocks ddl
--   note: not-transactional (public.measurements_q2) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.measurements_q2) Every row is read to build the index.
--   note: needs-disk (public.measurements_q2) Needs room for the index.
CREATE INDEX CONCURRENTLY measurements_q2_by_value ON public.measurements_q2 USING btree (value) WHERE (value > (10)::numeric);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.measurements_q2_by_value;

-- S4 expand check-index: Index measurements_q2_by_value is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.measurements_q2_by_value') AND indisvalid

-- S5 expand alter-table: Change table public.measurements_q1
--   SHARE UPDATE EXCLUSIVE on public.measurements_q1 for a moment: blocks ddl
ALTER TABLE public.measurements_q1 SET (fillfactor=80);
--   back: ALTER TABLE public.measurements_q1 RESET (fillfactor);

-- S6 expand create-trigger: Create trigger measurements_stamp on public.measurements
--   SHARE ROW EXCLUSIVE on public.measurements for a moment: blocks writes
CREATE TRIGGER measurements_stamp BEFORE INSERT ON public.measurements FOR EACH ROW EXECUTE FUNCTION public.stamp();
--   back: DROP TRIGGER measurements_stamp ON public.measurements;

-- S7 expand create-trigger: Create trigger q1_stamp on public.measurements_q1
--   SHARE ROW EXCLUSIVE on public.measurements_q1 for a moment: blocks writes
CREATE TRIGGER q1_stamp BEFORE UPDATE ON public.measurements_q1 FOR EACH ROW EXECUTE FUNCTION public.stamp();
--   back: DROP TRIGGER q1_stamp ON public.measurements_q1;

-- carries public.measurements_q2.∅ → public.measurements_q2.value: forward none, backward none
