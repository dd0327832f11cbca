-- S1 expand add-companion: Add list_req_0001 to public.tags, empty and without a default
--   ACCESS EXCLUSIVE on public.tags for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.tags) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.tags ADD COLUMN list_req_0001 bigint[];
--   back: ALTER TABLE public.tags DROP COLUMN list_req_0001;

-- S2 expand sync-trigger: Keep old and new fields of public.tags equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.tags for a moment: blocks writes
--   note: changes-data (public.tags) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.tags) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_tags_list() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.list_req_0001 IS DISTINCT FROM NEW.list::bigint[]) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.list_req_0001 IS NOT NULL THEN
      NEW.list := NEW.list_req_0001::integer[];
    ELSE
      NEW.list_req_0001 := NEW.list::bigint[];
    END IF;
  ELSIF NEW.list_req_0001 IS DISTINCT FROM OLD.list_req_0001 THEN
    NEW.list := NEW.list_req_0001::integer[];
  ELSIF NEW.list IS DISTINCT FROM OLD.list THEN
    NEW.list_req_0001 := NEW.list::bigint[];
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_tags_list BEFORE INSERT OR UPDATE ON public.tags FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_tags_list();
--   back: DROP TRIGGER zz_req_0001_sync_tags_list ON public.tags;
--   back: DROP FUNCTION public.zz_req_0001_sync_tags_list();

-- S3 migrate backfill: Fill list_req_0001 of public.tags, batch by batch
--   note: changes-data (public.tags) Fills fields that nobody reads yet.
--   note: needs-disk (public.tags) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: id
DO $job$
DECLARE
  dblead_last_1 public.tags.id%TYPE;
  dblead_upper_1 public.tags.id%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT id INTO dblead_upper_1
    FROM (
      SELECT id FROM public.tags
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
        UPDATE public.tags SET list_req_0001 = list::bigint[]
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (list_req_0001 IS DISTINCT FROM list::bigint[]
  AND ((list_req_0001 IS NULL) OR list IS DISTINCT FROM list_req_0001::integer[]));
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

-- S4 contract deploy-gate: Wait for the release that no longer uses public.tags.list
-- waits for the release that no longer uses public.tags.list

-- S5 contract guard-backfill: Refuse to go on while list_req_0001 of public.tags is not filled to the end
--   ACCESS SHARE on public.tags for a scan: blocks ddl
--   note: scans-object (public.tags) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.tags WHERE list_req_0001 IS DISTINCT FROM list::bigint[]
  AND ((list_req_0001 IS NULL) OR list IS DISTINCT FROM list_req_0001::integer[])) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of list_req_0001 in public.tags is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S6 contract analyze: Gather statistics of public.tags: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.tags for a scan: blocks ddl
ANALYZE public.tags;

-- S7 contract add-check-not-valid: Hold new rows of public.tags to: list is never empty
--   ACCESS EXCLUSIVE on public.tags for a moment: blocks reads-and-writes
ALTER TABLE public.tags ADD CONSTRAINT tags_list_req_0001_required_req_0001 CHECK (list_req_0001 IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.tags DROP CONSTRAINT tags_list_req_0001_required_req_0001;

-- S8 contract validate-check [transaction: own]: Prove for the rows that are there: list is never empty
--   SHARE UPDATE EXCLUSIVE on public.tags for a scan: blocks ddl
--   note: scans-object (public.tags) Every row is read; readers and writers go on.
ALTER TABLE public.tags VALIDATE CONSTRAINT tags_list_req_0001_required_req_0001;

-- S9 contract cut-over: Let list of public.tags take the place of list
--   ACCESS EXCLUSIVE on public.tags for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.tags) Code that still uses list fails.
--   warning: deletes-data (public.tags) The values of list are kept only as what was made of them.
--   note: breaks-running-code (public.tags) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_tags_list ON public.tags;
DROP FUNCTION public.zz_req_0001_sync_tags_list();
ALTER TABLE public.tags ALTER COLUMN list_req_0001 SET NOT NULL;
ALTER TABLE public.tags DROP CONSTRAINT tags_list_req_0001_required_req_0001;
ALTER TABLE public.tags DROP COLUMN list;
ALTER TABLE public.tags RENAME COLUMN list_req_0001 TO list;
ALTER TABLE public.tags RENAME CONSTRAINT tags_list_req_0001_not_null TO tags_list_not_null;
--   back: ALTER TABLE public.tags RENAME CONSTRAINT tags_list_not_null TO tags_list_req_0001_not_null;
--   back: ALTER TABLE public.tags RENAME COLUMN list TO list_req_0001;
--   back: ALTER TABLE public.tags ADD COLUMN list integer[];
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.tags'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.tags', dblead_one);
--           END LOOP;
--           UPDATE public.tags SET list = list_req_0001::integer[];
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.tags', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.tags ALTER COLUMN list SET NOT NULL;
--   back: ALTER TABLE public.tags ADD CONSTRAINT tags_list_req_0001_required_req_0001 CHECK (list_req_0001 IS NOT NULL);
--   back: ALTER TABLE public.tags ALTER COLUMN list_req_0001 DROP NOT NULL;
--   back: CREATE FUNCTION public.zz_req_0001_sync_tags_list() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.list_req_0001 IS DISTINCT FROM NEW.list::bigint[]) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.list_req_0001 IS NOT NULL THEN
--               NEW.list := NEW.list_req_0001::integer[];
--             ELSE
--               NEW.list_req_0001 := NEW.list::bigint[];
--             END IF;
--           ELSIF NEW.list_req_0001 IS DISTINCT FROM OLD.list_req_0001 THEN
--             NEW.list := NEW.list_req_0001::integer[];
--           ELSIF NEW.list IS DISTINCT FROM OLD.list THEN
--             NEW.list_req_0001 := NEW.list::bigint[];
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_tags_list BEFORE INSERT OR UPDATE ON public.tags FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_tags_list();

-- carries public.tags.list → public.tags.list: forward list::bigint[], backward list::integer[]
