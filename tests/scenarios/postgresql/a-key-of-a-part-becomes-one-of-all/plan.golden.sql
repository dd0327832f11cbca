-- S1 expand add-key-on-only: Give public.readings an empty key readings_pkey, to which those of its parts are attached
--   ACCESS EXCLUSIVE on public.readings for a moment: blocks reads-and-writes
ALTER TABLE ONLY public.readings ADD CONSTRAINT readings_pkey PRIMARY KEY (day, meter);
--   back: ALTER TABLE public.readings DROP CONSTRAINT IF EXISTS readings_pkey;

-- S2 expand clear-invalid-index [transaction: own]: Clear away index readings_24_pkey if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.readings_24_pkey') AND NOT indisvalid) THEN
    DROP INDEX public.readings_24_pkey;
  END IF;
END
$left$;

-- S3 expand create-index-concurrently [transaction: none]: Build readings_24_pkey on public.readings_24
--   SHARE UPDATE EXCLUSIVE on public.readings_24 for a build: blocks ddl
--   note: not-transactional (public.readings_24) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.readings_24) Every row is read to build the index.
--   note: needs-disk (public.readings_24) Needs room for the index.
CREATE UNIQUE INDEX CONCURRENTLY readings_24_pkey ON public.readings_24 (day, meter);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.readings_24_pkey;

-- S4 expand check-index: Index readings_24_pkey is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.readings_24_pkey') AND indisvalid

-- S5 expand add-unique-using-index: Make the index the constraint readings_24_pkey of public.readings_24
--   ACCESS EXCLUSIVE on public.readings_24 for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.readings_24) Writes that repeat a value are refused (public.readings_24_pkey).
ALTER TABLE public.readings_24 ADD CONSTRAINT readings_24_pkey PRIMARY KEY USING INDEX readings_24_pkey;
--   back: ALTER TABLE public.readings_24 DROP CONSTRAINT IF EXISTS readings_24_pkey;

-- S6 expand attach-indexes: Attach the keys of the parts of public.readings to readings_pkey
--   ACCESS SHARE on public.readings for a moment: blocks ddl
--   ACCESS SHARE on public.readings_23 for a moment: blocks ddl
--   ACCESS SHARE on public.readings_24 for a moment: blocks ddl
ALTER INDEX public.readings_pkey ATTACH PARTITION public.readings_23_pkey;
ALTER INDEX public.readings_pkey ATTACH PARTITION public.readings_24_pkey;
--   back: ALTER TABLE public.readings DROP CONSTRAINT readings_pkey;
--   back: ALTER TABLE public.readings_23 ADD CONSTRAINT readings_23_pkey PRIMARY KEY (day, meter);

-- precheck violations/public.readings.readings_pkey: Every row of public.readings fulfils readings_pkey
--   no-rows: SELECT day, meter FROM public.readings WHERE day IS NOT NULL AND meter IS NOT NULL GROUP BY day, meter HAVING count(*) > 1
