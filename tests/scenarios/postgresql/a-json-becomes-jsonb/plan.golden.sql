-- S1 expand add-companion: Add body_req_0001 to public.events, empty and without a default
--   ACCESS EXCLUSIVE on public.events for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.events) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.events ADD COLUMN body_req_0001 jsonb;
--   back: ALTER TABLE public.events DROP COLUMN body_req_0001;

-- S2 expand sync-trigger: Keep old and new fields of public.events equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.events for a moment: blocks writes
--   note: changes-data (public.events) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.events) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_events_body() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.body_req_0001 IS DISTINCT FROM NEW.body::jsonb) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.body_req_0001 IS NOT NULL THEN
      NEW.body := NEW.body_req_0001::json;
    ELSE
      NEW.body_req_0001 := NEW.body::jsonb;
    END IF;
  ELSIF NEW.body_req_0001 IS DISTINCT FROM OLD.body_req_0001 THEN
    NEW.body := NEW.body_req_0001::json;
  ELSIF (NEW.body)::text IS DISTINCT FROM (OLD.body)::text THEN
    NEW.body_req_0001 := NEW.body::jsonb;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_events_body BEFORE INSERT OR UPDATE ON public.events FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_events_body();
--   back: DROP TRIGGER zz_req_0001_sync_events_body ON public.events;
--   back: DROP FUNCTION public.zz_req_0001_sync_events_body();

-- S3 migrate backfill: Fill body_req_0001 of public.events, batch by batch
--   note: changes-data (public.events) Fills fields that nobody reads yet.
--   note: needs-disk (public.events) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: id
DO $job$
DECLARE
  dblead_last_1 public.events.id%TYPE;
  dblead_upper_1 public.events.id%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT id INTO dblead_upper_1
    FROM (
      SELECT id FROM public.events
      WHERE dblead_first OR id > dblead_last_1
      ORDER BY id LIMIT 2000
    ) AS batch
    ORDER BY id DESC LIMIT 1;
    EXIT WHEN NOT FOUND;
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
        UPDATE public.events SET body_req_0001 = body::jsonb
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (body_req_0001 IS DISTINCT FROM body::jsonb
  AND ((body_req_0001 IS NULL) OR (body)::text IS DISTINCT FROM (body_req_0001::json)::text));
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
    dblead_last_1 := dblead_upper_1;
    dblead_first := false;
  END LOOP;
END
$job$;

-- S4 contract deploy-gate: Wait for the release that no longer uses public.events.body
-- waits for the release that no longer uses public.events.body

-- S5 contract guard-backfill: Refuse to go on while body_req_0001 of public.events is not filled to the end
--   ACCESS SHARE on public.events for a scan: blocks ddl
--   note: scans-object (public.events) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.events WHERE body_req_0001 IS DISTINCT FROM body::jsonb
  AND ((body_req_0001 IS NULL) OR (body)::text IS DISTINCT FROM (body_req_0001::json)::text)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of body_req_0001 in public.events is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S6 contract analyze: Gather statistics of public.events: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.events for a scan: blocks ddl
ANALYZE public.events;

-- S7 contract cut-over: Let body of public.events take the place of body
--   ACCESS EXCLUSIVE on public.events for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.events) Code that still uses body fails.
--   warning: deletes-data (public.events) The values of body are kept only as what was made of them.
--   note: breaks-running-code (public.events) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_events_body ON public.events;
DROP FUNCTION public.zz_req_0001_sync_events_body();
ALTER TABLE public.events DROP COLUMN body;
ALTER TABLE public.events RENAME COLUMN body_req_0001 TO body;
--   back: ALTER TABLE public.events RENAME COLUMN body TO body_req_0001;
--   back: ALTER TABLE public.events ADD COLUMN body json;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.events'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.events', dblead_one);
--           END LOOP;
--           UPDATE public.events SET body = body_req_0001::json;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.events', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: CREATE FUNCTION public.zz_req_0001_sync_events_body() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.body_req_0001 IS DISTINCT FROM NEW.body::jsonb) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.body_req_0001 IS NOT NULL THEN
--               NEW.body := NEW.body_req_0001::json;
--             ELSE
--               NEW.body_req_0001 := NEW.body::jsonb;
--             END IF;
--           ELSIF NEW.body_req_0001 IS DISTINCT FROM OLD.body_req_0001 THEN
--             NEW.body := NEW.body_req_0001::json;
--           ELSIF (NEW.body)::text IS DISTINCT FROM (OLD.body)::text THEN
--             NEW.body_req_0001 := NEW.body::jsonb;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_events_body BEFORE INSERT OR UPDATE ON public.events FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_events_body();

-- carries public.events.body → public.events.body: forward body::jsonb, backward body::json
