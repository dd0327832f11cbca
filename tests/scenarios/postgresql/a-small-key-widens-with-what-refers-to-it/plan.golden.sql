-- S1 expand add-companion: Add ward_req_0001 to public.beds, empty and without a default
--   ACCESS EXCLUSIVE on public.beds for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.beds) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.beds ADD COLUMN ward_req_0001 integer;
--   back: ALTER TABLE public.beds DROP COLUMN ward_req_0001;

-- S2 expand sync-trigger: Keep old and new fields of public.beds equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.beds for a moment: blocks writes
--   note: changes-data (public.beds) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.beds) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_beds_ward() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.ward_req_0001 IS DISTINCT FROM NEW.ward::integer) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.ward_req_0001 IS NOT NULL THEN
      NEW.ward := NEW.ward_req_0001::smallint;
    ELSE
      NEW.ward_req_0001 := NEW.ward::integer;
    END IF;
  ELSIF NEW.ward_req_0001 IS DISTINCT FROM OLD.ward_req_0001 THEN
    NEW.ward := NEW.ward_req_0001::smallint;
  ELSIF NEW.ward IS DISTINCT FROM OLD.ward THEN
    NEW.ward_req_0001 := NEW.ward::integer;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_beds_ward BEFORE INSERT OR UPDATE ON public.beds FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_beds_ward();
--   back: DROP TRIGGER zz_req_0001_sync_beds_ward ON public.beds;
--   back: DROP FUNCTION public.zz_req_0001_sync_beds_ward();

-- S3 expand clear-invalid-index [transaction: own]: Clear away index beds_pkey_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.beds_pkey_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.beds_pkey_req_0001;
  END IF;
END
$left$;

-- S4 expand create-index-concurrently [transaction: none]: Build beds_pkey over the new fields of public.beds
--   SHARE UPDATE EXCLUSIVE on public.beds for a build: blocks ddl
--   note: not-transactional (public.beds) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.beds) Every row is read to build the index.
--   note: needs-disk (public.beds) Needs room for the index.
CREATE UNIQUE INDEX CONCURRENTLY beds_pkey_req_0001 ON public.beds (ward_req_0001, bed);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.beds_pkey_req_0001;

-- S5 expand check-index: Index beds_pkey_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.beds_pkey_req_0001') AND indisvalid

-- S6 expand add-companion: Add ward_req_0001 to public.stays, empty and without a default
--   ACCESS EXCLUSIVE on public.stays for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.stays) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.stays ADD COLUMN ward_req_0001 integer;
--   back: ALTER TABLE public.stays DROP COLUMN ward_req_0001;

-- S7 expand sync-trigger: Keep old and new fields of public.stays equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.stays for a moment: blocks writes
--   note: changes-data (public.stays) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.stays) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_stays_ward() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.ward_req_0001 IS DISTINCT FROM NEW.ward::integer) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.ward_req_0001 IS NOT NULL THEN
      NEW.ward := NEW.ward_req_0001::smallint;
    ELSE
      NEW.ward_req_0001 := NEW.ward::integer;
    END IF;
  ELSIF NEW.ward_req_0001 IS DISTINCT FROM OLD.ward_req_0001 THEN
    NEW.ward := NEW.ward_req_0001::smallint;
  ELSIF NEW.ward IS DISTINCT FROM OLD.ward THEN
    NEW.ward_req_0001 := NEW.ward::integer;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_stays_ward BEFORE INSERT OR UPDATE ON public.stays FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_stays_ward();
--   back: DROP TRIGGER zz_req_0001_sync_stays_ward ON public.stays;
--   back: DROP FUNCTION public.zz_req_0001_sync_stays_ward();

-- S8 expand add-companion: Add id_req_0001 to public.wards, empty and without a default
--   ACCESS EXCLUSIVE on public.wards for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.wards) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.wards ADD COLUMN id_req_0001 integer;
--   back: ALTER TABLE public.wards DROP COLUMN id_req_0001;

-- S9 expand sync-trigger: Keep old and new fields of public.wards equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.wards for a moment: blocks writes
--   note: changes-data (public.wards) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.wards) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_wards_id() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.id_req_0001 IS DISTINCT FROM NEW.id::integer) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.id_req_0001 IS NOT NULL THEN
      NEW.id := NEW.id_req_0001::smallint;
    ELSE
      NEW.id_req_0001 := NEW.id::integer;
    END IF;
  ELSIF NEW.id_req_0001 IS DISTINCT FROM OLD.id_req_0001 THEN
    NEW.id := NEW.id_req_0001::smallint;
  ELSIF NEW.id IS DISTINCT FROM OLD.id THEN
    NEW.id_req_0001 := NEW.id::integer;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_wards_id BEFORE INSERT OR UPDATE ON public.wards FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_wards_id();
--   back: DROP TRIGGER zz_req_0001_sync_wards_id ON public.wards;
--   back: DROP FUNCTION public.zz_req_0001_sync_wards_id();

-- S10 expand clear-invalid-index [transaction: own]: Clear away index wards_pkey_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.wards_pkey_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.wards_pkey_req_0001;
  END IF;
END
$left$;

-- S11 expand create-index-concurrently [transaction: none]: Build wards_pkey over the new fields of public.wards
--   SHARE UPDATE EXCLUSIVE on public.wards for a build: blocks ddl
--   note: not-transactional (public.wards) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.wards) Every row is read to build the index.
--   note: needs-disk (public.wards) Needs room for the index.
CREATE UNIQUE INDEX CONCURRENTLY wards_pkey_req_0001 ON public.wards (id_req_0001);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.wards_pkey_req_0001;

-- S12 expand check-index: Index wards_pkey_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.wards_pkey_req_0001') AND indisvalid

-- S13 migrate backfill: Fill ward_req_0001 of public.beds, batch by batch
--   note: changes-data (public.beds) Fills fields that nobody reads yet.
--   note: needs-disk (public.beds) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: ward, bed
DO $job$
DECLARE
  dblead_last_1 public.beds.ward%TYPE;
  dblead_last_2 public.beds.bed%TYPE;
  dblead_upper_1 public.beds.ward%TYPE;
  dblead_upper_2 public.beds.bed%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT ward, bed INTO dblead_upper_1, dblead_upper_2
    FROM (
      SELECT ward, bed FROM public.beds
      WHERE dblead_first OR (ward, bed) > (dblead_last_1, dblead_last_2)
      ORDER BY ward, bed LIMIT 2000
    ) AS batch
    ORDER BY ward DESC, bed DESC LIMIT 1;
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
        UPDATE public.beds SET ward_req_0001 = ward::integer
        WHERE (dblead_first OR (ward, bed) > (dblead_last_1, dblead_last_2)) AND (ward, bed) <= (dblead_upper_1, dblead_upper_2)
          AND (ward_req_0001 IS DISTINCT FROM ward::integer
  AND ((ward_req_0001 IS NULL) OR ward IS DISTINCT FROM ward_req_0001::smallint));
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
    dblead_last_1 := dblead_upper_1; dblead_last_2 := dblead_upper_2;
    dblead_first := false;
  END LOOP;
END
$job$;

-- S14 migrate backfill: Fill ward_req_0001 of public.stays, batch by batch
--   note: changes-data (public.stays) Fills fields that nobody reads yet.
--   note: needs-disk (public.stays) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: id
DO $job$
DECLARE
  dblead_last_1 public.stays.id%TYPE;
  dblead_upper_1 public.stays.id%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT id INTO dblead_upper_1
    FROM (
      SELECT id FROM public.stays
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
        UPDATE public.stays SET ward_req_0001 = ward::integer
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (ward_req_0001 IS DISTINCT FROM ward::integer
  AND ((ward_req_0001 IS NULL) OR ward IS DISTINCT FROM ward_req_0001::smallint));
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

-- S15 migrate backfill: Fill id_req_0001 of public.wards, batch by batch
--   note: changes-data (public.wards) Fills fields that nobody reads yet.
--   note: needs-disk (public.wards) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: id
DO $job$
DECLARE
  dblead_last_1 public.wards.id%TYPE;
  dblead_upper_1 public.wards.id%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT id INTO dblead_upper_1
    FROM (
      SELECT id FROM public.wards
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
        UPDATE public.wards SET id_req_0001 = id::integer
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (id_req_0001 IS DISTINCT FROM id::integer
  AND ((id_req_0001 IS NULL) OR id IS DISTINCT FROM id_req_0001::smallint));
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

-- S16 contract deploy-gate: Wait for the release that no longer uses public.beds.ward, public.stays.ward, public.wards.id
-- waits for the release that no longer uses public.beds.ward, public.stays.ward, public.wards.id

-- S17 contract guard-backfill: Refuse to go on while ward_req_0001 of public.beds is not filled to the end
--   ACCESS SHARE on public.beds for a scan: blocks ddl
--   note: scans-object (public.beds) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.beds WHERE ward_req_0001 IS DISTINCT FROM ward::integer
  AND ((ward_req_0001 IS NULL) OR ward IS DISTINCT FROM ward_req_0001::smallint)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of ward_req_0001 in public.beds is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S18 contract analyze: Gather statistics of public.beds: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.beds for a scan: blocks ddl
ANALYZE public.beds;

-- S19 contract add-check-not-valid: Hold new rows of public.beds to: ward is never empty
--   ACCESS EXCLUSIVE on public.beds for a moment: blocks reads-and-writes
ALTER TABLE public.beds ADD CONSTRAINT beds_ward_req_0001_required_req_0001 CHECK (ward_req_0001 IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.beds DROP CONSTRAINT beds_ward_req_0001_required_req_0001;

-- S20 contract validate-check [transaction: own]: Prove for the rows that are there: ward is never empty
--   SHARE UPDATE EXCLUSIVE on public.beds for a scan: blocks ddl
--   note: scans-object (public.beds) Every row is read; readers and writers go on.
ALTER TABLE public.beds VALIDATE CONSTRAINT beds_ward_req_0001_required_req_0001;

-- S21 contract cut-over: Let ward of public.beds take the place of ward
--   ACCESS EXCLUSIVE on public.beds for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.beds) Code that still uses ward fails.
--   warning: deletes-data (public.beds) The values of ward are kept only as what was made of them.
--   note: breaks-running-code (public.beds) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_beds_ward ON public.beds;
DROP FUNCTION public.zz_req_0001_sync_beds_ward();
ALTER TABLE public.beds DROP CONSTRAINT beds_ward_fkey;
ALTER TABLE public.stays DROP CONSTRAINT stays_ward_bed_fkey;
ALTER TABLE public.beds ALTER COLUMN ward_req_0001 SET NOT NULL;
ALTER TABLE public.beds DROP CONSTRAINT beds_ward_req_0001_required_req_0001;
ALTER TABLE public.beds DROP COLUMN ward;
ALTER TABLE public.beds RENAME COLUMN ward_req_0001 TO ward;
ALTER TABLE public.beds RENAME CONSTRAINT beds_ward_req_0001_not_null TO beds_ward_not_null;
ALTER TABLE public.beds ADD CONSTRAINT beds_pkey PRIMARY KEY USING INDEX beds_pkey_req_0001;
--   back: ALTER TABLE public.beds DROP CONSTRAINT beds_pkey;
--   back: CREATE UNIQUE INDEX beds_pkey_req_0001 ON public.beds (ward, bed);
--   back: ALTER TABLE public.beds RENAME CONSTRAINT beds_ward_not_null TO beds_ward_req_0001_not_null;
--   back: ALTER TABLE public.beds RENAME COLUMN ward TO ward_req_0001;
--   back: ALTER TABLE public.beds ADD COLUMN ward smallint;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.beds'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.beds', dblead_one);
--           END LOOP;
--           UPDATE public.beds SET ward = ward_req_0001::smallint;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.beds', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.beds ALTER COLUMN ward SET NOT NULL;
--   back: ALTER TABLE public.beds ADD CONSTRAINT beds_pkey PRIMARY KEY (ward, bed);
--   back: ALTER TABLE public.beds ADD CONSTRAINT beds_ward_req_0001_required_req_0001 CHECK (ward_req_0001 IS NOT NULL);
--   back: ALTER TABLE public.beds ALTER COLUMN ward_req_0001 DROP NOT NULL;
--   back: ALTER TABLE public.beds ADD CONSTRAINT beds_ward_fkey FOREIGN KEY (ward) REFERENCES public.wards(id);
--   back: ALTER TABLE public.stays ADD CONSTRAINT stays_ward_bed_fkey FOREIGN KEY (ward, bed) REFERENCES public.beds(ward, bed);
--   back: CREATE FUNCTION public.zz_req_0001_sync_beds_ward() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.ward_req_0001 IS DISTINCT FROM NEW.ward::integer) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.ward_req_0001 IS NOT NULL THEN
--               NEW.ward := NEW.ward_req_0001::smallint;
--             ELSE
--               NEW.ward_req_0001 := NEW.ward::integer;
--             END IF;
--           ELSIF NEW.ward_req_0001 IS DISTINCT FROM OLD.ward_req_0001 THEN
--             NEW.ward := NEW.ward_req_0001::smallint;
--           ELSIF NEW.ward IS DISTINCT FROM OLD.ward THEN
--             NEW.ward_req_0001 := NEW.ward::integer;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_beds_ward BEFORE INSERT OR UPDATE ON public.beds FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_beds_ward();

-- S22 contract guard-backfill: Refuse to go on while ward_req_0001 of public.stays is not filled to the end
--   ACCESS SHARE on public.stays for a scan: blocks ddl
--   note: scans-object (public.stays) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.stays WHERE ward_req_0001 IS DISTINCT FROM ward::integer
  AND ((ward_req_0001 IS NULL) OR ward IS DISTINCT FROM ward_req_0001::smallint)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of ward_req_0001 in public.stays is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S23 contract analyze: Gather statistics of public.stays: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.stays for a scan: blocks ddl
ANALYZE public.stays;

-- S24 contract add-check-not-valid: Hold new rows of public.stays to: ward is never empty
--   ACCESS EXCLUSIVE on public.stays for a moment: blocks reads-and-writes
ALTER TABLE public.stays ADD CONSTRAINT stays_ward_req_0001_required_req_0001 CHECK (ward_req_0001 IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.stays DROP CONSTRAINT stays_ward_req_0001_required_req_0001;

-- S25 contract validate-check [transaction: own]: Prove for the rows that are there: ward is never empty
--   SHARE UPDATE EXCLUSIVE on public.stays for a scan: blocks ddl
--   note: scans-object (public.stays) Every row is read; readers and writers go on.
ALTER TABLE public.stays VALIDATE CONSTRAINT stays_ward_req_0001_required_req_0001;

-- S26 contract cut-over: Let ward of public.stays take the place of ward
--   ACCESS EXCLUSIVE on public.stays for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.stays) Code that still uses ward fails.
--   warning: deletes-data (public.stays) The values of ward are kept only as what was made of them.
--   note: breaks-running-code (public.stays) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_stays_ward ON public.stays;
DROP FUNCTION public.zz_req_0001_sync_stays_ward();
ALTER TABLE public.stays ALTER COLUMN ward_req_0001 SET NOT NULL;
ALTER TABLE public.stays DROP CONSTRAINT stays_ward_req_0001_required_req_0001;
ALTER TABLE public.stays DROP COLUMN ward;
ALTER TABLE public.stays RENAME COLUMN ward_req_0001 TO ward;
ALTER TABLE public.stays RENAME CONSTRAINT stays_ward_req_0001_not_null TO stays_ward_not_null;
ALTER TABLE public.stays ADD CONSTRAINT stays_ward_bed_fkey FOREIGN KEY (ward, bed) REFERENCES public.beds(ward, bed) NOT VALID;
--   back: ALTER TABLE public.stays DROP CONSTRAINT stays_ward_bed_fkey;
--   back: ALTER TABLE public.stays RENAME CONSTRAINT stays_ward_not_null TO stays_ward_req_0001_not_null;
--   back: ALTER TABLE public.stays RENAME COLUMN ward TO ward_req_0001;
--   back: ALTER TABLE public.stays ADD COLUMN ward smallint;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.stays'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.stays', dblead_one);
--           END LOOP;
--           UPDATE public.stays SET ward = ward_req_0001::smallint;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.stays', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.stays ALTER COLUMN ward SET NOT NULL;
--   back: ALTER TABLE public.stays ADD CONSTRAINT stays_ward_req_0001_required_req_0001 CHECK (ward_req_0001 IS NOT NULL);
--   back: ALTER TABLE public.stays ALTER COLUMN ward_req_0001 DROP NOT NULL;
--   back: CREATE FUNCTION public.zz_req_0001_sync_stays_ward() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.ward_req_0001 IS DISTINCT FROM NEW.ward::integer) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.ward_req_0001 IS NOT NULL THEN
--               NEW.ward := NEW.ward_req_0001::smallint;
--             ELSE
--               NEW.ward_req_0001 := NEW.ward::integer;
--             END IF;
--           ELSIF NEW.ward_req_0001 IS DISTINCT FROM OLD.ward_req_0001 THEN
--             NEW.ward := NEW.ward_req_0001::smallint;
--           ELSIF NEW.ward IS DISTINCT FROM OLD.ward THEN
--             NEW.ward_req_0001 := NEW.ward::integer;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_stays_ward BEFORE INSERT OR UPDATE ON public.stays FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_stays_ward();

-- S27 contract validate-reference [transaction: own]: Prove stays_ward_bed_fkey for the rows that are there
--   SHARE UPDATE EXCLUSIVE on public.stays for a scan: blocks ddl
--   note: scans-object (public.stays) Every row is looked up; readers and writers go on.
ALTER TABLE public.stays VALIDATE CONSTRAINT stays_ward_bed_fkey;

-- S28 contract guard-backfill: Refuse to go on while id_req_0001 of public.wards is not filled to the end
--   ACCESS SHARE on public.wards for a scan: blocks ddl
--   note: scans-object (public.wards) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.wards WHERE id_req_0001 IS DISTINCT FROM id::integer
  AND ((id_req_0001 IS NULL) OR id IS DISTINCT FROM id_req_0001::smallint)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of id_req_0001 in public.wards is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S29 contract analyze: Gather statistics of public.wards: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.wards for a scan: blocks ddl
ANALYZE public.wards;

-- S30 contract add-check-not-valid: Hold new rows of public.wards to: id is never empty
--   ACCESS EXCLUSIVE on public.wards for a moment: blocks reads-and-writes
ALTER TABLE public.wards ADD CONSTRAINT wards_id_req_0001_required_req_0001 CHECK (id_req_0001 IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.wards DROP CONSTRAINT wards_id_req_0001_required_req_0001;

-- S31 contract validate-check [transaction: own]: Prove for the rows that are there: id is never empty
--   SHARE UPDATE EXCLUSIVE on public.wards for a scan: blocks ddl
--   note: scans-object (public.wards) Every row is read; readers and writers go on.
ALTER TABLE public.wards VALIDATE CONSTRAINT wards_id_req_0001_required_req_0001;

-- S32 contract cut-over: Let id of public.wards take the place of id
--   ACCESS EXCLUSIVE on public.wards for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.wards) Code that still uses id fails.
--   warning: deletes-data (public.wards) The values of id are kept only as what was made of them.
--   note: breaks-running-code (public.wards) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_wards_id ON public.wards;
DROP FUNCTION public.zz_req_0001_sync_wards_id();
ALTER TABLE public.wards ALTER COLUMN id_req_0001 SET NOT NULL;
ALTER TABLE public.wards DROP CONSTRAINT wards_id_req_0001_required_req_0001;
DO $identity$
DECLARE
  numbers text := pg_get_serial_sequence('public.wards', 'id');
  last bigint;
  was_used boolean;
BEGIN
  EXECUTE format('SELECT last_value, is_called FROM %s', numbers) INTO last, was_used;
  ALTER TABLE public.wards ALTER COLUMN id DROP IDENTITY;
  EXECUTE format('ALTER TABLE public.wards ALTER COLUMN id_req_0001 ADD GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME %s START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 CACHE 1 NO CYCLE)', numbers);
  PERFORM setval(numbers::regclass, last, was_used);
END
$identity$;
ALTER TABLE public.wards DROP COLUMN id;
ALTER TABLE public.wards RENAME COLUMN id_req_0001 TO id;
ALTER TABLE public.wards RENAME CONSTRAINT wards_id_req_0001_not_null TO wards_id_not_null;
ALTER TABLE public.wards ADD CONSTRAINT wards_pkey PRIMARY KEY USING INDEX wards_pkey_req_0001;
ALTER TABLE public.beds ADD CONSTRAINT beds_ward_fkey FOREIGN KEY (ward) REFERENCES public.wards(id) NOT VALID;
--   back: ALTER TABLE public.beds DROP CONSTRAINT beds_ward_fkey;
--   back: ALTER TABLE public.wards DROP CONSTRAINT wards_pkey;
--   back: CREATE UNIQUE INDEX wards_pkey_req_0001 ON public.wards (id);
--   back: ALTER TABLE public.wards RENAME CONSTRAINT wards_id_not_null TO wards_id_req_0001_not_null;
--   back: ALTER TABLE public.wards RENAME COLUMN id TO id_req_0001;
--   back: ALTER TABLE public.wards ADD COLUMN id smallint;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.wards'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.wards', dblead_one);
--           END LOOP;
--           UPDATE public.wards SET id = id_req_0001::smallint;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.wards', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.wards ALTER COLUMN id SET NOT NULL;
--   back: ALTER TABLE public.wards ADD CONSTRAINT wards_pkey PRIMARY KEY (id);
--   back: DO $identity$
--         DECLARE
--           numbers text := pg_get_serial_sequence('public.wards', 'id_req_0001');
--           last bigint;
--           was_used boolean;
--         BEGIN
--           EXECUTE format('SELECT last_value, is_called FROM %s', numbers) INTO last, was_used;
--           ALTER TABLE public.wards ALTER COLUMN id_req_0001 DROP IDENTITY;
--           EXECUTE format('ALTER TABLE public.wards ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME %s START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 32767 CACHE 1 NO CYCLE)', numbers);
--           PERFORM setval(numbers::regclass, last, was_used);
--         END
--         $identity$;
--   back: ALTER TABLE public.wards ADD CONSTRAINT wards_id_req_0001_required_req_0001 CHECK (id_req_0001 IS NOT NULL);
--   back: ALTER TABLE public.wards ALTER COLUMN id_req_0001 DROP NOT NULL;
--   back: CREATE FUNCTION public.zz_req_0001_sync_wards_id() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.id_req_0001 IS DISTINCT FROM NEW.id::integer) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.id_req_0001 IS NOT NULL THEN
--               NEW.id := NEW.id_req_0001::smallint;
--             ELSE
--               NEW.id_req_0001 := NEW.id::integer;
--             END IF;
--           ELSIF NEW.id_req_0001 IS DISTINCT FROM OLD.id_req_0001 THEN
--             NEW.id := NEW.id_req_0001::smallint;
--           ELSIF NEW.id IS DISTINCT FROM OLD.id THEN
--             NEW.id_req_0001 := NEW.id::integer;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_wards_id BEFORE INSERT OR UPDATE ON public.wards FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_wards_id();

-- S33 contract validate-reference [transaction: own]: Prove beds_ward_fkey for the rows that are there
--   SHARE UPDATE EXCLUSIVE on public.beds for a scan: blocks ddl
--   note: scans-object (public.beds) Every row is looked up; readers and writers go on.
ALTER TABLE public.beds VALIDATE CONSTRAINT beds_ward_fkey;

-- carries public.beds.ward → public.beds.ward: forward ward::integer, backward ward::smallint
-- carries public.stays.ward → public.stays.ward: forward ward::integer, backward ward::smallint
-- carries public.wards.id → public.wards.id: forward id::integer, backward id::smallint
