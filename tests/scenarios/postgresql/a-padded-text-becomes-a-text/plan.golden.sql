-- S1 expand add-companion: Add label_req_0001 to public.parcels, empty and without a default
--   ACCESS EXCLUSIVE on public.parcels for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.parcels) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.parcels ADD COLUMN label_req_0001 text;
--   back: ALTER TABLE public.parcels DROP COLUMN label_req_0001;

-- S2 expand sync-trigger: Keep old and new fields of public.parcels equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.parcels for a moment: blocks writes
--   note: changes-data (public.parcels) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.parcels) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_parcels_label() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.label_req_0001 IS DISTINCT FROM NEW.label::text) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.label_req_0001 IS NOT NULL THEN
      NEW.label := NEW.label_req_0001::character(12);
    ELSE
      NEW.label_req_0001 := NEW.label::text;
    END IF;
  ELSIF NEW.label_req_0001 IS DISTINCT FROM OLD.label_req_0001 THEN
    NEW.label := NEW.label_req_0001::character(12);
  ELSIF NEW.label IS DISTINCT FROM OLD.label THEN
    NEW.label_req_0001 := NEW.label::text;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_parcels_label BEFORE INSERT OR UPDATE ON public.parcels FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_parcels_label();
--   back: DROP TRIGGER zz_req_0001_sync_parcels_label ON public.parcels;
--   back: DROP FUNCTION public.zz_req_0001_sync_parcels_label();

-- S3 migrate backfill: Fill label_req_0001 of public.parcels, batch by batch
--   note: changes-data (public.parcels) Fills fields that nobody reads yet.
--   note: needs-disk (public.parcels) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: id
DO $job$
DECLARE
  dblead_last_1 public.parcels.id%TYPE;
  dblead_upper_1 public.parcels.id%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT id INTO dblead_upper_1
    FROM (
      SELECT id FROM public.parcels
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
        UPDATE public.parcels SET label_req_0001 = label::text
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (label_req_0001 IS DISTINCT FROM label::text
  AND ((label_req_0001 IS NULL) OR label IS DISTINCT FROM label_req_0001::character(12)));
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

-- S4 contract deploy-gate: Wait for the release that no longer uses public.parcels.label
-- waits for the release that no longer uses public.parcels.label

-- S5 contract guard-backfill: Refuse to go on while label_req_0001 of public.parcels is not filled to the end
--   ACCESS SHARE on public.parcels for a scan: blocks ddl
--   note: scans-object (public.parcels) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.parcels WHERE label_req_0001 IS DISTINCT FROM label::text
  AND ((label_req_0001 IS NULL) OR label IS DISTINCT FROM label_req_0001::character(12))) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of label_req_0001 in public.parcels is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S6 contract analyze: Gather statistics of public.parcels: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.parcels for a scan: blocks ddl
ANALYZE public.parcels;

-- S7 contract add-check-not-valid: Hold new rows of public.parcels to: label is never empty
--   ACCESS EXCLUSIVE on public.parcels for a moment: blocks reads-and-writes
ALTER TABLE public.parcels ADD CONSTRAINT parcels_label_req_0001_required_req_0001 CHECK (label_req_0001 IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.parcels DROP CONSTRAINT parcels_label_req_0001_required_req_0001;

-- S8 contract validate-check [transaction: own]: Prove for the rows that are there: label is never empty
--   SHARE UPDATE EXCLUSIVE on public.parcels for a scan: blocks ddl
--   note: scans-object (public.parcels) Every row is read; readers and writers go on.
ALTER TABLE public.parcels VALIDATE CONSTRAINT parcels_label_req_0001_required_req_0001;

-- S9 contract take-dependents-away: Take away for a moment: view public.heavy
--   ACCESS EXCLUSIVE on public.heavy for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.heavy) Rests on what changes: gone until the last step of this transaction puts it back.
DROP VIEW public.heavy;
--   back: CREATE VIEW public.heavy AS
--         SELECT id,
--             label,
--             weight
--            FROM public.parcels
--           WHERE (weight > (10)::double precision);

-- S10 contract cut-over: Let label of public.parcels take the place of label
--   ACCESS EXCLUSIVE on public.parcels for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.parcels) Code that still uses label fails.
--   warning: deletes-data (public.parcels) The values of label are kept only as what was made of them.
--   note: breaks-running-code (public.parcels) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_parcels_label ON public.parcels;
DROP FUNCTION public.zz_req_0001_sync_parcels_label();
ALTER TABLE public.parcels ALTER COLUMN label_req_0001 SET NOT NULL;
ALTER TABLE public.parcels DROP CONSTRAINT parcels_label_req_0001_required_req_0001;
ALTER TABLE public.parcels DROP COLUMN label;
ALTER TABLE public.parcels RENAME COLUMN label_req_0001 TO label;
ALTER TABLE public.parcels RENAME CONSTRAINT parcels_label_req_0001_not_null TO parcels_label_not_null;
--   back: ALTER TABLE public.parcels RENAME CONSTRAINT parcels_label_not_null TO parcels_label_req_0001_not_null;
--   back: ALTER TABLE public.parcels RENAME COLUMN label TO label_req_0001;
--   back: ALTER TABLE public.parcels ADD COLUMN label character(12);
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.parcels'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.parcels', dblead_one);
--           END LOOP;
--           UPDATE public.parcels SET label = label_req_0001::character(12);
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.parcels', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.parcels ALTER COLUMN label SET NOT NULL;
--   back: ALTER TABLE public.parcels ADD CONSTRAINT parcels_label_req_0001_required_req_0001 CHECK (label_req_0001 IS NOT NULL);
--   back: ALTER TABLE public.parcels ALTER COLUMN label_req_0001 DROP NOT NULL;
--   back: CREATE FUNCTION public.zz_req_0001_sync_parcels_label() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.label_req_0001 IS DISTINCT FROM NEW.label::text) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.label_req_0001 IS NOT NULL THEN
--               NEW.label := NEW.label_req_0001::character(12);
--             ELSE
--               NEW.label_req_0001 := NEW.label::text;
--             END IF;
--           ELSIF NEW.label_req_0001 IS DISTINCT FROM OLD.label_req_0001 THEN
--             NEW.label := NEW.label_req_0001::character(12);
--           ELSIF NEW.label IS DISTINCT FROM OLD.label THEN
--             NEW.label_req_0001 := NEW.label::text;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_parcels_label BEFORE INSERT OR UPDATE ON public.parcels FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_parcels_label();

-- S11 contract put-dependents-back: Put in place: view public.heavy
CREATE VIEW public.heavy AS
SELECT id,
    label,
    weight
   FROM public.parcels
  WHERE (weight > (10)::double precision);
--   back: DROP VIEW public.heavy;

-- precheck conversion/public.parcels.label: Every value of public.parcels.label fits text
--   no-rows: SELECT id FROM public.parcels WHERE NOT pg_input_is_valid(label::text, 'text')
-- carries public.parcels.label → public.parcels.label: forward label::text, backward label::character(12)
