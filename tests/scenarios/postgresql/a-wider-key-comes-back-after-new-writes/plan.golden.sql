-- S1 expand add-companion: Add visit_req_0001 to public.photos, empty and without a default
--   ACCESS EXCLUSIVE on public.photos for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.photos) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.photos ADD COLUMN visit_req_0001 bigint;
--   back: ALTER TABLE public.photos DROP COLUMN visit_req_0001;

-- S2 expand sync-trigger: Keep old and new fields of public.photos equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.photos for a moment: blocks writes
--   note: changes-data (public.photos) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.photos) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_photos_visit() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.visit_req_0001 IS DISTINCT FROM NEW.visit::bigint) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.visit_req_0001 IS NOT NULL THEN
      NEW.visit := NEW.visit_req_0001::integer;
    ELSE
      NEW.visit_req_0001 := NEW.visit::bigint;
    END IF;
  ELSIF NEW.visit_req_0001 IS DISTINCT FROM OLD.visit_req_0001 THEN
    NEW.visit := NEW.visit_req_0001::integer;
  ELSIF NEW.visit IS DISTINCT FROM OLD.visit THEN
    NEW.visit_req_0001 := NEW.visit::bigint;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_photos_visit BEFORE INSERT OR UPDATE ON public.photos FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_photos_visit();
--   back: DROP TRIGGER zz_req_0001_sync_photos_visit ON public.photos;
--   back: DROP FUNCTION public.zz_req_0001_sync_photos_visit();

-- S3 expand add-companion: Add id_req_0001 to public.visits, empty and without a default
--   ACCESS EXCLUSIVE on public.visits for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.visits) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.visits ADD COLUMN id_req_0001 bigint;
--   back: ALTER TABLE public.visits DROP COLUMN id_req_0001;

-- S4 expand sync-trigger: Keep old and new fields of public.visits equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.visits for a moment: blocks writes
--   note: changes-data (public.visits) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.visits) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_visits_id() RETURNS trigger LANGUAGE plpgsql AS $sync$
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
CREATE TRIGGER zz_req_0001_sync_visits_id BEFORE INSERT OR UPDATE ON public.visits FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_visits_id();
--   back: DROP TRIGGER zz_req_0001_sync_visits_id ON public.visits;
--   back: DROP FUNCTION public.zz_req_0001_sync_visits_id();

-- S5 expand clear-invalid-index [transaction: own]: Clear away index visits_pkey_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.visits_pkey_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.visits_pkey_req_0001;
  END IF;
END
$left$;

-- S6 expand create-index-concurrently [transaction: none]: Build visits_pkey over the new fields of public.visits
--   SHARE UPDATE EXCLUSIVE on public.visits for a build: blocks ddl
--   note: not-transactional (public.visits) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.visits) Every row is read to build the index.
--   note: needs-disk (public.visits) Needs room for the index.
CREATE UNIQUE INDEX CONCURRENTLY visits_pkey_req_0001 ON public.visits (id_req_0001);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.visits_pkey_req_0001;

-- S7 expand check-index: Index visits_pkey_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.visits_pkey_req_0001') AND indisvalid

-- S8 migrate backfill: Fill visit_req_0001 of public.photos, batch by batch
--   note: changes-data (public.photos) Fills fields that nobody reads yet.
--   note: needs-disk (public.photos) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: id
DO $job$
DECLARE
  dblead_last_1 public.photos.id%TYPE;
  dblead_upper_1 public.photos.id%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT id INTO dblead_upper_1
    FROM (
      SELECT id FROM public.photos
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
        UPDATE public.photos SET visit_req_0001 = visit::bigint
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (visit_req_0001 IS DISTINCT FROM visit::bigint
  AND ((visit_req_0001 IS NULL) OR visit IS DISTINCT FROM visit_req_0001::integer));
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

-- S9 migrate backfill: Fill id_req_0001 of public.visits, batch by batch
--   note: changes-data (public.visits) Fills fields that nobody reads yet.
--   note: needs-disk (public.visits) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: id
DO $job$
DECLARE
  dblead_last_1 public.visits.id%TYPE;
  dblead_upper_1 public.visits.id%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT id INTO dblead_upper_1
    FROM (
      SELECT id FROM public.visits
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
        UPDATE public.visits SET id_req_0001 = id::bigint
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

-- S10 contract deploy-gate: Wait for the release that no longer uses public.photos.visit, public.visits.id
-- waits for the release that no longer uses public.photos.visit, public.visits.id

-- S11 contract guard-backfill: Refuse to go on while visit_req_0001 of public.photos is not filled to the end
--   ACCESS SHARE on public.photos for a scan: blocks ddl
--   note: scans-object (public.photos) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.photos WHERE visit_req_0001 IS DISTINCT FROM visit::bigint
  AND ((visit_req_0001 IS NULL) OR visit IS DISTINCT FROM visit_req_0001::integer)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of visit_req_0001 in public.photos is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S12 contract analyze: Gather statistics of public.photos: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.photos for a scan: blocks ddl
ANALYZE public.photos;

-- S13 contract add-check-not-valid: Hold new rows of public.photos to: visit is never empty
--   ACCESS EXCLUSIVE on public.photos for a moment: blocks reads-and-writes
ALTER TABLE public.photos ADD CONSTRAINT photos_visit_req_0001_required_req_0001 CHECK (visit_req_0001 IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.photos DROP CONSTRAINT photos_visit_req_0001_required_req_0001;

-- S14 contract validate-check [transaction: own]: Prove for the rows that are there: visit is never empty
--   SHARE UPDATE EXCLUSIVE on public.photos for a scan: blocks ddl
--   note: scans-object (public.photos) Every row is read; readers and writers go on.
ALTER TABLE public.photos VALIDATE CONSTRAINT photos_visit_req_0001_required_req_0001;

-- S15 contract cut-over: Let visit of public.photos take the place of visit
--   ACCESS EXCLUSIVE on public.photos for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.photos) Code that still uses visit fails.
--   warning: deletes-data (public.photos) The values of visit are kept only as what was made of them.
--   note: breaks-running-code (public.photos) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_photos_visit ON public.photos;
DROP FUNCTION public.zz_req_0001_sync_photos_visit();
ALTER TABLE public.photos DROP CONSTRAINT photos_visit_fkey;
ALTER TABLE public.photos ALTER COLUMN visit_req_0001 SET NOT NULL;
ALTER TABLE public.photos DROP CONSTRAINT photos_visit_req_0001_required_req_0001;
ALTER TABLE public.photos DROP COLUMN visit;
ALTER TABLE public.photos RENAME COLUMN visit_req_0001 TO visit;
ALTER TABLE public.photos RENAME CONSTRAINT photos_visit_req_0001_not_null TO photos_visit_not_null;
--   back: ALTER TABLE public.photos RENAME CONSTRAINT photos_visit_not_null TO photos_visit_req_0001_not_null;
--   back: ALTER TABLE public.photos RENAME COLUMN visit TO visit_req_0001;
--   back: ALTER TABLE public.photos ADD COLUMN visit integer;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.photos'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.photos', dblead_one);
--           END LOOP;
--           UPDATE public.photos SET visit = visit_req_0001::integer;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.photos', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.photos ALTER COLUMN visit SET NOT NULL;
--   back: ALTER TABLE public.photos ADD CONSTRAINT photos_visit_req_0001_required_req_0001 CHECK (visit_req_0001 IS NOT NULL);
--   back: ALTER TABLE public.photos ALTER COLUMN visit_req_0001 DROP NOT NULL;
--   back: ALTER TABLE public.photos ADD CONSTRAINT photos_visit_fkey FOREIGN KEY (visit) REFERENCES public.visits(id);
--   back: CREATE FUNCTION public.zz_req_0001_sync_photos_visit() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.visit_req_0001 IS DISTINCT FROM NEW.visit::bigint) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.visit_req_0001 IS NOT NULL THEN
--               NEW.visit := NEW.visit_req_0001::integer;
--             ELSE
--               NEW.visit_req_0001 := NEW.visit::bigint;
--             END IF;
--           ELSIF NEW.visit_req_0001 IS DISTINCT FROM OLD.visit_req_0001 THEN
--             NEW.visit := NEW.visit_req_0001::integer;
--           ELSIF NEW.visit IS DISTINCT FROM OLD.visit THEN
--             NEW.visit_req_0001 := NEW.visit::bigint;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_photos_visit BEFORE INSERT OR UPDATE ON public.photos FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_photos_visit();

-- S16 contract guard-backfill: Refuse to go on while id_req_0001 of public.visits is not filled to the end
--   ACCESS SHARE on public.visits for a scan: blocks ddl
--   note: scans-object (public.visits) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.visits WHERE id_req_0001 IS DISTINCT FROM id::bigint
  AND ((id_req_0001 IS NULL) OR id IS DISTINCT FROM id_req_0001::integer)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of id_req_0001 in public.visits is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S17 contract analyze: Gather statistics of public.visits: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.visits for a scan: blocks ddl
ANALYZE public.visits;

-- S18 contract add-check-not-valid: Hold new rows of public.visits to: id is never empty
--   ACCESS EXCLUSIVE on public.visits for a moment: blocks reads-and-writes
ALTER TABLE public.visits ADD CONSTRAINT visits_id_req_0001_required_req_0001 CHECK (id_req_0001 IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.visits DROP CONSTRAINT visits_id_req_0001_required_req_0001;

-- S19 contract validate-check [transaction: own]: Prove for the rows that are there: id is never empty
--   SHARE UPDATE EXCLUSIVE on public.visits for a scan: blocks ddl
--   note: scans-object (public.visits) Every row is read; readers and writers go on.
ALTER TABLE public.visits VALIDATE CONSTRAINT visits_id_req_0001_required_req_0001;

-- S20 contract cut-over: Let id of public.visits take the place of id
--   ACCESS EXCLUSIVE on public.visits for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.visits) Code that still uses id fails.
--   warning: deletes-data (public.visits) The values of id are kept only as what was made of them.
--   note: breaks-running-code (public.visits) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_visits_id ON public.visits;
DROP FUNCTION public.zz_req_0001_sync_visits_id();
ALTER TABLE public.visits ALTER COLUMN id_req_0001 SET NOT NULL;
ALTER TABLE public.visits DROP CONSTRAINT visits_id_req_0001_required_req_0001;
ALTER SEQUENCE public.visits_id_seq OWNED BY public.visits.id_req_0001;
ALTER SEQUENCE public.visits_id_seq AS bigint START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 CACHE 1 NO CYCLE;
ALTER TABLE public.visits DROP COLUMN id;
ALTER TABLE public.visits RENAME COLUMN id_req_0001 TO id;
ALTER TABLE public.visits RENAME CONSTRAINT visits_id_req_0001_not_null TO visits_id_not_null;
ALTER TABLE public.visits ADD CONSTRAINT visits_pkey PRIMARY KEY USING INDEX visits_pkey_req_0001;
ALTER TABLE public.visits ALTER COLUMN id SET DEFAULT nextval('public.visits_id_seq'::regclass);
ALTER TABLE public.photos ADD CONSTRAINT photos_visit_fkey FOREIGN KEY (visit) REFERENCES public.visits(id) NOT VALID;
--   back: ALTER TABLE public.photos DROP CONSTRAINT photos_visit_fkey;
--   back: ALTER TABLE public.visits ALTER COLUMN id DROP DEFAULT;
--   back: ALTER TABLE public.visits DROP CONSTRAINT visits_pkey;
--   back: CREATE UNIQUE INDEX visits_pkey_req_0001 ON public.visits (id);
--   back: ALTER TABLE public.visits RENAME CONSTRAINT visits_id_not_null TO visits_id_req_0001_not_null;
--   back: ALTER TABLE public.visits RENAME COLUMN id TO id_req_0001;
--   back: ALTER TABLE public.visits ADD COLUMN id integer;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.visits'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.visits', dblead_one);
--           END LOOP;
--           UPDATE public.visits SET id = id_req_0001::integer;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.visits', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.visits ALTER COLUMN id SET NOT NULL;
--   back: ALTER TABLE public.visits ALTER COLUMN id SET DEFAULT nextval('public.visits_id_seq'::regclass);
--   back: ALTER TABLE public.visits ADD CONSTRAINT visits_pkey PRIMARY KEY (id);
--   back: ALTER SEQUENCE public.visits_id_seq OWNED BY public.visits.id;
--   back: DO $bounds$
--         BEGIN
--           IF (SELECT last_value FROM public.visits_id_seq) BETWEEN 1 AND 2147483647 THEN
--             ALTER SEQUENCE public.visits_id_seq AS integer START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 CACHE 1 NO CYCLE;
--           ELSE
--             ALTER SEQUENCE public.visits_id_seq AS integer START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 CACHE 1 NO CYCLE RESTART;
--           END IF;
--         END
--         $bounds$;
--   back: ALTER TABLE public.visits ADD CONSTRAINT visits_id_req_0001_required_req_0001 CHECK (id_req_0001 IS NOT NULL);
--   back: ALTER TABLE public.visits ALTER COLUMN id_req_0001 DROP NOT NULL;
--   back: CREATE FUNCTION public.zz_req_0001_sync_visits_id() RETURNS trigger LANGUAGE plpgsql AS $sync$
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
--   back: CREATE TRIGGER zz_req_0001_sync_visits_id BEFORE INSERT OR UPDATE ON public.visits FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_visits_id();

-- S21 contract validate-reference [transaction: own]: Prove photos_visit_fkey for the rows that are there
--   SHARE UPDATE EXCLUSIVE on public.photos for a scan: blocks ddl
--   note: scans-object (public.photos) Every row is looked up; readers and writers go on.
ALTER TABLE public.photos VALIDATE CONSTRAINT photos_visit_fkey;

-- carries public.photos.visit → public.photos.visit: forward visit::bigint, backward visit::integer
-- carries public.visits.id → public.visits.id: forward id::bigint, backward id::integer
