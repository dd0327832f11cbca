-- S1 expand detach-partition-concurrently [transaction: none]: Detach public.events_2026 from public.events
--   SHARE UPDATE EXCLUSIVE on public.events for a moment: blocks ddl
--   ACCESS EXCLUSIVE on public.events_2026 for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.events) The rows of public.events_2026 are no longer found there.
--   note: not-transactional (public.events_2026) Waits for running transactions; if it is cut short: ALTER TABLE public.events DETACH PARTITION public.events_2026 FINALIZE.
ALTER TABLE public.events DETACH PARTITION public.events_2026 CONCURRENTLY;
--   back: ALTER TABLE public.events ATTACH PARTITION public.events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');

-- S2 expand drop-bound-check: Drop the check that the server left on public.events_2026 in place of the bound
--   ACCESS EXCLUSIVE on public.events_2026 for a moment: blocks reads-and-writes
DO $bound$
DECLARE
  dblead_one name;
BEGIN
  FOR dblead_one IN
    SELECT conname FROM pg_constraint
    WHERE conrelid = 'public.events_2026'::regclass AND contype = 'c'
  LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', 'public.events_2026', dblead_one);
  END LOOP;
END
$bound$;
DO $name$
BEGIN
  IF EXISTS (SELECT FROM pg_constraint WHERE conrelid = 'public.events_2026'::regclass AND conname = 'events_id_not_null') THEN
    ALTER TABLE public.events_2026 RENAME CONSTRAINT events_id_not_null TO events_2026_id_not_null;
  END IF;
END
$name$;
DO $name$
BEGIN
  IF EXISTS (SELECT FROM pg_constraint WHERE conrelid = 'public.events_2026'::regclass AND conname = 'events_at_not_null') THEN
    ALTER TABLE public.events_2026 RENAME CONSTRAINT events_at_not_null TO events_2026_at_not_null;
  END IF;
END
$name$;

