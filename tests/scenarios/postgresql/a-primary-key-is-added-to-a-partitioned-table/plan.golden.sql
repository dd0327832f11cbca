-- S1 expand add-key-on-only: Give public.events an empty key events_pkey, to which those of its parts are attached
--   ACCESS EXCLUSIVE on public.events for a moment: blocks reads-and-writes
ALTER TABLE ONLY public.events ADD CONSTRAINT events_pkey PRIMARY KEY (id, at);
--   back: ALTER TABLE public.events DROP CONSTRAINT IF EXISTS events_pkey;

-- S2 expand clear-invalid-index [transaction: own]: Clear away index events_2025_pkey if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.events_2025_pkey') AND NOT indisvalid) THEN
    DROP INDEX public.events_2025_pkey;
  END IF;
END
$left$;

-- S3 expand create-index-concurrently [transaction: none]: Build events_2025_pkey on public.events_2025
--   SHARE UPDATE EXCLUSIVE on public.events_2025 for a build: blocks ddl
--   note: not-transactional (public.events_2025) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.events_2025) Every row is read to build the index.
--   note: needs-disk (public.events_2025) Needs room for the index.
CREATE UNIQUE INDEX CONCURRENTLY events_2025_pkey ON public.events_2025 (id, at);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.events_2025_pkey;

-- S4 expand check-index: Index events_2025_pkey is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.events_2025_pkey') AND indisvalid

-- S5 expand add-unique-using-index: Make the index the constraint events_2025_pkey of public.events_2025
--   ACCESS EXCLUSIVE on public.events_2025 for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.events_2025) Writes that repeat a value are refused (public.events_2025_pkey).
ALTER TABLE public.events_2025 ADD CONSTRAINT events_2025_pkey PRIMARY KEY USING INDEX events_2025_pkey;
--   back: ALTER TABLE public.events_2025 DROP CONSTRAINT IF EXISTS events_2025_pkey;

-- S6 expand clear-invalid-index [transaction: own]: Clear away index events_2026_pkey if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.events_2026_pkey') AND NOT indisvalid) THEN
    DROP INDEX public.events_2026_pkey;
  END IF;
END
$left$;

-- S7 expand create-index-concurrently [transaction: none]: Build events_2026_pkey on public.events_2026
--   SHARE UPDATE EXCLUSIVE on public.events_2026 for a build: blocks ddl
--   note: not-transactional (public.events_2026) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.events_2026) Every row is read to build the index.
--   note: needs-disk (public.events_2026) Needs room for the index.
CREATE UNIQUE INDEX CONCURRENTLY events_2026_pkey ON public.events_2026 (id, at);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.events_2026_pkey;

-- S8 expand check-index: Index events_2026_pkey is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.events_2026_pkey') AND indisvalid

-- S9 expand add-unique-using-index: Make the index the constraint events_2026_pkey of public.events_2026
--   ACCESS EXCLUSIVE on public.events_2026 for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.events_2026) Writes that repeat a value are refused (public.events_2026_pkey).
ALTER TABLE public.events_2026 ADD CONSTRAINT events_2026_pkey PRIMARY KEY USING INDEX events_2026_pkey;
--   back: ALTER TABLE public.events_2026 DROP CONSTRAINT IF EXISTS events_2026_pkey;

-- S10 expand attach-indexes: Attach the keys of the parts of public.events to events_pkey
--   ACCESS SHARE on public.events for a moment: blocks ddl
--   ACCESS SHARE on public.events_2025 for a moment: blocks ddl
--   ACCESS SHARE on public.events_2026 for a moment: blocks ddl
ALTER INDEX public.events_pkey ATTACH PARTITION public.events_2025_pkey;
ALTER INDEX public.events_pkey ATTACH PARTITION public.events_2026_pkey;
--   back: ALTER TABLE public.events DROP CONSTRAINT events_pkey;

-- precheck violations/public.events.events_pkey: Every row of public.events fulfils events_pkey
--   no-rows: SELECT id, at FROM public.events WHERE id IS NOT NULL AND at IS NOT NULL GROUP BY id, at HAVING count(*) > 1
