-- S1 expand add-companion: Add cents_req_0001 to public.moves, empty and without a default
--   ACCESS EXCLUSIVE on public.moves for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.moves) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.moves ADD COLUMN cents_req_0001 numeric(20,2);
--   back: ALTER TABLE public.moves DROP COLUMN cents_req_0001;

-- S2 expand sync-trigger: Keep old and new fields of public.moves equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.moves for a moment: blocks writes
--   note: changes-data (public.moves) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.moves) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_moves_cents() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.cents_req_0001 IS DISTINCT FROM NEW.cents::numeric(20,2)) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.cents_req_0001 IS NOT NULL THEN
      NEW.cents := NEW.cents_req_0001::bigint;
    ELSE
      NEW.cents_req_0001 := NEW.cents::numeric(20,2);
    END IF;
  ELSIF NEW.cents_req_0001 IS DISTINCT FROM OLD.cents_req_0001 THEN
    NEW.cents := NEW.cents_req_0001::bigint;
  ELSIF NEW.cents IS DISTINCT FROM OLD.cents THEN
    NEW.cents_req_0001 := NEW.cents::numeric(20,2);
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_moves_cents BEFORE INSERT OR UPDATE ON public.moves FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_moves_cents();
--   back: DROP TRIGGER zz_req_0001_sync_moves_cents ON public.moves;
--   back: DROP FUNCTION public.zz_req_0001_sync_moves_cents();

-- S3 migrate backfill: Fill cents_req_0001 of public.moves, batch by batch
--   note: changes-data (public.moves) Fills fields that nobody reads yet.
--   note: needs-disk (public.moves) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: id
DO $job$
DECLARE
  dblead_last_1 public.moves.id%TYPE;
  dblead_upper_1 public.moves.id%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT id INTO dblead_upper_1
    FROM (
      SELECT id FROM public.moves
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
        UPDATE public.moves SET cents_req_0001 = cents::numeric(20,2)
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (cents_req_0001 IS DISTINCT FROM cents::numeric(20,2)
  AND ((cents_req_0001 IS NULL) OR cents IS DISTINCT FROM cents_req_0001::bigint));
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

-- S4 contract deploy-gate: Wait for the release that no longer uses public.moves.cents
-- waits for the release that no longer uses public.moves.cents

-- S5 contract guard-backfill: Refuse to go on while cents_req_0001 of public.moves is not filled to the end
--   ACCESS SHARE on public.moves for a scan: blocks ddl
--   note: scans-object (public.moves) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.moves WHERE cents_req_0001 IS DISTINCT FROM cents::numeric(20,2)
  AND ((cents_req_0001 IS NULL) OR cents IS DISTINCT FROM cents_req_0001::bigint)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of cents_req_0001 in public.moves is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S6 contract analyze: Gather statistics of public.moves: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.moves for a scan: blocks ddl
ANALYZE public.moves;

-- S7 contract add-check-not-valid: Hold new rows of public.moves to: cents is never empty
--   ACCESS EXCLUSIVE on public.moves for a moment: blocks reads-and-writes
ALTER TABLE public.moves ADD CONSTRAINT moves_cents_req_0001_required_req_0001 CHECK (cents_req_0001 IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.moves DROP CONSTRAINT moves_cents_req_0001_required_req_0001;

-- S8 contract validate-check [transaction: own]: Prove for the rows that are there: cents is never empty
--   SHARE UPDATE EXCLUSIVE on public.moves for a scan: blocks ddl
--   note: scans-object (public.moves) Every row is read; readers and writers go on.
ALTER TABLE public.moves VALIDATE CONSTRAINT moves_cents_req_0001_required_req_0001;

-- S9 contract take-dependents-away: Take away for a moment: function public.balance(integer)
--   note: breaks-dependents (public.balance(integer)) Rests on what changes: gone until the last step of this transaction puts it back.
DROP FUNCTION public.balance(integer);
--   back: CREATE OR REPLACE FUNCTION public.balance(who integer)
--          RETURNS numeric
--          LANGUAGE sql
--          STABLE
--         BEGIN ATOMIC
--          SELECT sum(moves.cents) AS sum
--             FROM public.moves
--            WHERE (moves.account = balance.who);
--         END;

-- S10 contract cut-over: Let cents of public.moves take the place of cents
--   ACCESS EXCLUSIVE on public.moves for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.moves) Code that still uses cents fails.
--   warning: deletes-data (public.moves) The values of cents are kept only as what was made of them.
--   note: breaks-running-code (public.moves) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_moves_cents ON public.moves;
DROP FUNCTION public.zz_req_0001_sync_moves_cents();
ALTER TABLE public.moves ALTER COLUMN cents_req_0001 SET NOT NULL;
ALTER TABLE public.moves DROP CONSTRAINT moves_cents_req_0001_required_req_0001;
ALTER TABLE public.moves DROP COLUMN cents;
ALTER TABLE public.moves RENAME COLUMN cents_req_0001 TO cents;
ALTER TABLE public.moves RENAME CONSTRAINT moves_cents_req_0001_not_null TO moves_cents_not_null;
--   back: ALTER TABLE public.moves RENAME CONSTRAINT moves_cents_not_null TO moves_cents_req_0001_not_null;
--   back: ALTER TABLE public.moves RENAME COLUMN cents TO cents_req_0001;
--   back: ALTER TABLE public.moves ADD COLUMN cents bigint;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.moves'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.moves', dblead_one);
--           END LOOP;
--           UPDATE public.moves SET cents = cents_req_0001::bigint;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.moves', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.moves ALTER COLUMN cents SET NOT NULL;
--   back: ALTER TABLE public.moves ADD CONSTRAINT moves_cents_req_0001_required_req_0001 CHECK (cents_req_0001 IS NOT NULL);
--   back: ALTER TABLE public.moves ALTER COLUMN cents_req_0001 DROP NOT NULL;
--   back: CREATE FUNCTION public.zz_req_0001_sync_moves_cents() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.cents_req_0001 IS DISTINCT FROM NEW.cents::numeric(20,2)) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.cents_req_0001 IS NOT NULL THEN
--               NEW.cents := NEW.cents_req_0001::bigint;
--             ELSE
--               NEW.cents_req_0001 := NEW.cents::numeric(20,2);
--             END IF;
--           ELSIF NEW.cents_req_0001 IS DISTINCT FROM OLD.cents_req_0001 THEN
--             NEW.cents := NEW.cents_req_0001::bigint;
--           ELSIF NEW.cents IS DISTINCT FROM OLD.cents THEN
--             NEW.cents_req_0001 := NEW.cents::numeric(20,2);
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_moves_cents BEFORE INSERT OR UPDATE ON public.moves FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_moves_cents();

-- S11 contract put-dependents-back: Put in place: function public.balance(integer)
CREATE OR REPLACE FUNCTION public.balance(who integer)
 RETURNS numeric
 LANGUAGE sql
 STABLE
BEGIN ATOMIC
 SELECT sum(moves.cents) AS sum
    FROM public.moves
   WHERE (moves.account = balance.who);
END;
--   back: DROP FUNCTION public.balance(integer);

-- precheck conversion/public.moves.cents: Every value of public.moves.cents fits numeric(20,2)
--   no-rows: SELECT id FROM public.moves WHERE NOT pg_input_is_valid(cents::text, 'numeric(20,2)')
-- carries public.moves.cents → public.moves.cents: forward cents::numeric(20,2), backward cents::bigint
