-- S1 expand add-companion: Add entry to public.log, empty and without a default
--   ACCESS EXCLUSIVE on public.log for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.log) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.log ADD COLUMN entry text;
--   back: ALTER TABLE public.log DROP COLUMN entry;

-- S2 expand sync-trigger: Keep old and new fields of public.log equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.log for a moment: blocks writes
--   note: changes-data (public.log) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.log) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_log_entry() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.entry IS DISTINCT FROM NEW.line) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.entry IS NOT NULL THEN
      NEW.line := NEW.entry;
    ELSE
      NEW.entry := NEW.line;
    END IF;
  ELSIF NEW.entry IS DISTINCT FROM OLD.entry THEN
    NEW.line := NEW.entry;
  ELSIF NEW.line IS DISTINCT FROM OLD.line THEN
    NEW.entry := NEW.line;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_log_entry BEFORE INSERT OR UPDATE ON public.log FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_log_entry();
--   back: DROP TRIGGER zz_req_0001_sync_log_entry ON public.log;
--   back: DROP FUNCTION public.zz_req_0001_sync_log_entry();

-- S3 migrate backfill: Fill entry of public.log, batch by batch
--   note: changes-data (public.log) Fills fields that nobody reads yet.
--   note: needs-disk (public.log) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: none
DO $job$
DECLARE
  dblead_page bigint := 0;
  dblead_pages bigint := pg_relation_size('public.log'::regclass) / current_setting('block_size')::bigint;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  WHILE dblead_page <= dblead_pages LOOP
    LOOP
      IF dblead_silent THEN
        BEGIN
          PERFORM set_config('session_replication_role', 'replica', true);
        EXCEPTION WHEN insufficient_privilege THEN
          dblead_silent := false;
        END;
      END IF;
      BEGIN
        PERFORM set_config('lock_timeout', '3s', true);
        UPDATE public.log SET entry = line
        WHERE ctid >= format('(%s,0)', dblead_page)::tid AND ctid < format('(%s,0)', dblead_page + 250)::tid
          AND (entry IS DISTINCT FROM line
  AND ((entry IS NULL) OR line IS DISTINCT FROM entry));
        dblead_tries := 0;
        EXIT;
      EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
        dblead_tries := dblead_tries + 1;
        IF dblead_tries > 10 THEN
          RAISE;
        END IF;
      END;
      COMMIT;
      PERFORM pg_sleep(0.2 * dblead_tries);
    END LOOP;
    COMMIT;
    dblead_page := dblead_page + 250;
  END LOOP;
END
$job$;

-- S4 contract deploy-gate: Wait for the release that no longer uses public.log.line
-- waits for the release that no longer uses public.log.line

-- S5 contract guard-backfill: Refuse to go on while entry of public.log is not filled to the end
--   ACCESS SHARE on public.log for a scan: blocks ddl
--   note: scans-object (public.log) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.log WHERE entry IS DISTINCT FROM line
  AND ((entry IS NULL) OR line IS DISTINCT FROM entry)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of entry in public.log is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S6 contract analyze: Gather statistics of public.log: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.log for a scan: blocks ddl
ANALYZE public.log;

-- S7 contract cut-over: Let entry of public.log take the place of line
--   ACCESS EXCLUSIVE on public.log for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.log) Code that still uses line fails.
--   warning: deletes-data (public.log) The values of line are kept only as what was made of them.
--   note: breaks-running-code (public.log) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_log_entry ON public.log;
DROP FUNCTION public.zz_req_0001_sync_log_entry();
ALTER TABLE public.log DROP COLUMN line;
--   back: ALTER TABLE public.log ADD COLUMN line text;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.log'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.log', dblead_one);
--           END LOOP;
--           UPDATE public.log SET line = entry;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.log', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: CREATE FUNCTION public.zz_req_0001_sync_log_entry() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.entry IS DISTINCT FROM NEW.line) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.entry IS NOT NULL THEN
--               NEW.line := NEW.entry;
--             ELSE
--               NEW.entry := NEW.line;
--             END IF;
--           ELSIF NEW.entry IS DISTINCT FROM OLD.entry THEN
--             NEW.line := NEW.entry;
--           ELSIF NEW.line IS DISTINCT FROM OLD.line THEN
--             NEW.entry := NEW.line;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_log_entry BEFORE INSERT OR UPDATE ON public.log FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_log_entry();

-- carries public.log.line → public.log.entry: forward line, backward entry
