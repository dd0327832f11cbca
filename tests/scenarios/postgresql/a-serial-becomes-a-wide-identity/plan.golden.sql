-- S1 expand add-companion: Add note_req_0001 to public.marks, empty and without a default
--   ACCESS EXCLUSIVE on public.marks for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.marks) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.marks ADD COLUMN note_req_0001 bigint;
--   back: ALTER TABLE public.marks DROP COLUMN note_req_0001;

-- S2 expand sync-trigger: Keep old and new fields of public.marks equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.marks for a moment: blocks writes
--   note: changes-data (public.marks) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.marks) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_marks_note() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.note_req_0001 IS DISTINCT FROM NEW.note::bigint) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.note_req_0001 IS NOT NULL THEN
      NEW.note := NEW.note_req_0001::integer;
    ELSE
      NEW.note_req_0001 := NEW.note::bigint;
    END IF;
  ELSIF NEW.note_req_0001 IS DISTINCT FROM OLD.note_req_0001 THEN
    NEW.note := NEW.note_req_0001::integer;
  ELSIF NEW.note IS DISTINCT FROM OLD.note THEN
    NEW.note_req_0001 := NEW.note::bigint;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_marks_note BEFORE INSERT OR UPDATE ON public.marks FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_marks_note();
--   back: DROP TRIGGER zz_req_0001_sync_marks_note ON public.marks;
--   back: DROP FUNCTION public.zz_req_0001_sync_marks_note();

-- S3 expand add-companion: Add id_req_0001 to public.notes, empty and without a default
--   ACCESS EXCLUSIVE on public.notes for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.notes) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.notes ADD COLUMN id_req_0001 bigint;
--   back: ALTER TABLE public.notes DROP COLUMN id_req_0001;

-- S4 expand sync-trigger: Keep old and new fields of public.notes equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.notes for a moment: blocks writes
--   note: changes-data (public.notes) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.notes) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_notes_id() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.id_req_0001 IS DISTINCT FROM NEW.id::bigint) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.id_req_0001 IS NOT NULL THEN
      NEW.id := NEW.id_req_0001::integer;
    ELSE
      NEW.id_req_0001 := NEW.id::bigint;
    END IF;
  ELSIF NEW.id_req_0001 IS DISTINCT FROM OLD.id_req_0001 THEN
    NEW.id := NEW.id_req_0001::integer;
  ELSIF NEW.id IS DISTINCT FROM OLD.id THEN
    NEW.id_req_0001 := NEW.id::bigint;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_notes_id BEFORE INSERT OR UPDATE ON public.notes FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_notes_id();
--   back: DROP TRIGGER zz_req_0001_sync_notes_id ON public.notes;
--   back: DROP FUNCTION public.zz_req_0001_sync_notes_id();

-- S5 expand clear-invalid-index [transaction: own]: Clear away index notes_pkey_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.notes_pkey_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.notes_pkey_req_0001;
  END IF;
END
$left$;

-- S6 expand create-index-concurrently [transaction: none]: Build notes_pkey over the new fields of public.notes
--   SHARE UPDATE EXCLUSIVE on public.notes for a build: blocks ddl
--   note: not-transactional (public.notes) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.notes) Every row is read to build the index.
--   note: needs-disk (public.notes) Needs room for the index.
CREATE UNIQUE INDEX CONCURRENTLY notes_pkey_req_0001 ON public.notes (id_req_0001);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.notes_pkey_req_0001;

-- S7 expand check-index: Index notes_pkey_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.notes_pkey_req_0001') AND indisvalid

-- S8 migrate backfill: Fill note_req_0001 of public.marks, batch by batch
--   note: changes-data (public.marks) Fills fields that nobody reads yet.
--   note: needs-disk (public.marks) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: id
DO $job$
DECLARE
  dblead_last_1 public.marks.id%TYPE;
  dblead_upper_1 public.marks.id%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT id INTO dblead_upper_1
    FROM (
      SELECT id FROM public.marks
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
        UPDATE public.marks SET note_req_0001 = note::bigint
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (note_req_0001 IS DISTINCT FROM note::bigint
  AND ((note_req_0001 IS NULL) OR note IS DISTINCT FROM note_req_0001::integer));
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

-- S9 migrate backfill: Fill id_req_0001 of public.notes, batch by batch
--   note: changes-data (public.notes) Fills fields that nobody reads yet.
--   note: needs-disk (public.notes) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: id
DO $job$
DECLARE
  dblead_last_1 public.notes.id%TYPE;
  dblead_upper_1 public.notes.id%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT id INTO dblead_upper_1
    FROM (
      SELECT id FROM public.notes
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
        UPDATE public.notes SET id_req_0001 = id::bigint
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (id_req_0001 IS DISTINCT FROM id::bigint
  AND ((id_req_0001 IS NULL) OR id IS DISTINCT FROM id_req_0001::integer));
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

-- S10 contract deploy-gate: Wait for the release that no longer uses public.marks.note, public.notes.id
-- waits for the release that no longer uses public.marks.note, public.notes.id

-- S11 contract guard-backfill: Refuse to go on while note_req_0001 of public.marks is not filled to the end
--   ACCESS SHARE on public.marks for a scan: blocks ddl
--   note: scans-object (public.marks) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.marks WHERE note_req_0001 IS DISTINCT FROM note::bigint
  AND ((note_req_0001 IS NULL) OR note IS DISTINCT FROM note_req_0001::integer)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of note_req_0001 in public.marks is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S12 contract analyze: Gather statistics of public.marks: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.marks for a scan: blocks ddl
ANALYZE public.marks;

-- S13 contract cut-over: Let note of public.marks take the place of note
--   ACCESS EXCLUSIVE on public.marks for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.marks) Code that still uses note fails.
--   warning: deletes-data (public.marks) The values of note are kept only as what was made of them.
--   note: breaks-running-code (public.marks) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_marks_note ON public.marks;
DROP FUNCTION public.zz_req_0001_sync_marks_note();
ALTER TABLE public.marks DROP CONSTRAINT marks_note_fkey;
ALTER TABLE public.marks DROP COLUMN note;
ALTER TABLE public.marks RENAME COLUMN note_req_0001 TO note;
--   back: ALTER TABLE public.marks RENAME COLUMN note TO note_req_0001;
--   back: ALTER TABLE public.marks ADD COLUMN note integer;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.marks'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.marks', dblead_one);
--           END LOOP;
--           UPDATE public.marks SET note = note_req_0001::integer;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.marks', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.marks ADD CONSTRAINT marks_note_fkey FOREIGN KEY (note) REFERENCES public.notes(id);
--   back: CREATE FUNCTION public.zz_req_0001_sync_marks_note() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.note_req_0001 IS DISTINCT FROM NEW.note::bigint) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.note_req_0001 IS NOT NULL THEN
--               NEW.note := NEW.note_req_0001::integer;
--             ELSE
--               NEW.note_req_0001 := NEW.note::bigint;
--             END IF;
--           ELSIF NEW.note_req_0001 IS DISTINCT FROM OLD.note_req_0001 THEN
--             NEW.note := NEW.note_req_0001::integer;
--           ELSIF NEW.note IS DISTINCT FROM OLD.note THEN
--             NEW.note_req_0001 := NEW.note::bigint;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_marks_note BEFORE INSERT OR UPDATE ON public.marks FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_marks_note();

-- S14 contract guard-backfill: Refuse to go on while id_req_0001 of public.notes is not filled to the end
--   ACCESS SHARE on public.notes for a scan: blocks ddl
--   note: scans-object (public.notes) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.notes WHERE id_req_0001 IS DISTINCT FROM id::bigint
  AND ((id_req_0001 IS NULL) OR id IS DISTINCT FROM id_req_0001::integer)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of id_req_0001 in public.notes is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S15 contract analyze: Gather statistics of public.notes: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.notes for a scan: blocks ddl
ANALYZE public.notes;

-- S16 contract add-check-not-valid: Hold new rows of public.notes to: id is never empty
--   ACCESS EXCLUSIVE on public.notes for a moment: blocks reads-and-writes
ALTER TABLE public.notes ADD CONSTRAINT notes_id_req_0001_required_req_0001 CHECK (id_req_0001 IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.notes DROP CONSTRAINT notes_id_req_0001_required_req_0001;

-- S17 contract validate-check [transaction: own]: Prove for the rows that are there: id is never empty
--   SHARE UPDATE EXCLUSIVE on public.notes for a scan: blocks ddl
--   note: scans-object (public.notes) Every row is read; readers and writers go on.
ALTER TABLE public.notes VALIDATE CONSTRAINT notes_id_req_0001_required_req_0001;

-- S18 contract cut-over: Let id of public.notes take the place of id
--   ACCESS EXCLUSIVE on public.notes for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.notes) Code that still uses id fails.
--   warning: deletes-data (public.notes) The values of id are kept only as what was made of them.
--   note: breaks-running-code (public.notes) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_notes_id ON public.notes;
DROP FUNCTION public.zz_req_0001_sync_notes_id();
ALTER TABLE public.notes ALTER COLUMN id_req_0001 SET NOT NULL;
ALTER TABLE public.notes DROP CONSTRAINT notes_id_req_0001_required_req_0001;
ALTER TABLE public.notes DROP COLUMN id;
ALTER TABLE public.notes RENAME COLUMN id_req_0001 TO id;
ALTER TABLE public.notes RENAME CONSTRAINT notes_id_req_0001_not_null TO notes_id_not_null;
ALTER TABLE public.notes ADD CONSTRAINT notes_pkey PRIMARY KEY USING INDEX notes_pkey_req_0001;
ALTER TABLE public.notes ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 CACHE 1 NO CYCLE);
SELECT setval(pg_get_serial_sequence('public.notes', 'id'), coalesce(max(id) + 1, 1), false) FROM public.notes;
ALTER TABLE public.marks ADD CONSTRAINT marks_note_fkey FOREIGN KEY (note) REFERENCES public.notes(id) NOT VALID;
--   back: ALTER TABLE public.marks DROP CONSTRAINT marks_note_fkey;
--   back: ALTER TABLE public.notes ALTER COLUMN id DROP IDENTITY;
--   back: ALTER TABLE public.notes DROP CONSTRAINT notes_pkey;
--   back: CREATE UNIQUE INDEX notes_pkey_req_0001 ON public.notes (id);
--   back: ALTER TABLE public.notes RENAME CONSTRAINT notes_id_not_null TO notes_id_req_0001_not_null;
--   back: ALTER TABLE public.notes RENAME COLUMN id TO id_req_0001;
--   back: CREATE SEQUENCE public.notes_id_seq AS integer START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 CACHE 1 NO CYCLE;
--   back: ALTER TABLE public.notes ADD COLUMN id integer;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.notes'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.notes', dblead_one);
--           END LOOP;
--           UPDATE public.notes SET id = id_req_0001::integer;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.notes', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.notes ALTER COLUMN id SET NOT NULL;
--   back: ALTER TABLE public.notes ALTER COLUMN id SET DEFAULT nextval('public.notes_id_seq'::regclass);
--   back: ALTER SEQUENCE public.notes_id_seq OWNED BY public.notes.id;
--   back: SELECT setval('public.notes_id_seq', coalesce(max(id) + (1), 1), false) FROM public.notes;
--   back: ALTER TABLE public.notes ADD CONSTRAINT notes_pkey PRIMARY KEY (id);
--   back: ALTER TABLE public.notes ADD CONSTRAINT notes_id_req_0001_required_req_0001 CHECK (id_req_0001 IS NOT NULL);
--   back: ALTER TABLE public.notes ALTER COLUMN id_req_0001 DROP NOT NULL;
--   back: CREATE FUNCTION public.zz_req_0001_sync_notes_id() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.id_req_0001 IS DISTINCT FROM NEW.id::bigint) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.id_req_0001 IS NOT NULL THEN
--               NEW.id := NEW.id_req_0001::integer;
--             ELSE
--               NEW.id_req_0001 := NEW.id::bigint;
--             END IF;
--           ELSIF NEW.id_req_0001 IS DISTINCT FROM OLD.id_req_0001 THEN
--             NEW.id := NEW.id_req_0001::integer;
--           ELSIF NEW.id IS DISTINCT FROM OLD.id THEN
--             NEW.id_req_0001 := NEW.id::bigint;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_notes_id BEFORE INSERT OR UPDATE ON public.notes FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_notes_id();

-- S19 contract validate-reference [transaction: own]: Prove marks_note_fkey for the rows that are there
--   SHARE UPDATE EXCLUSIVE on public.marks for a scan: blocks ddl
--   note: scans-object (public.marks) Every row is looked up; readers and writers go on.
ALTER TABLE public.marks VALIDATE CONSTRAINT marks_note_fkey;

-- carries public.marks.note → public.marks.note: forward note::bigint, backward note::integer
-- carries public.notes.id → public.notes.id: forward id::bigint, backward id::integer
