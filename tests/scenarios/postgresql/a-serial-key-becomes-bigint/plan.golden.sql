-- S1 expand add-companion: Add id_req_0001 to public.orders, empty and without a default
--   ACCESS EXCLUSIVE on public.orders for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.orders) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.orders ADD COLUMN id_req_0001 bigint;
--   back: ALTER TABLE public.orders DROP COLUMN id_req_0001;

-- S2 expand sync-trigger: Keep old and new fields of public.orders equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.orders for a moment: blocks writes
--   note: changes-data (public.orders) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.orders) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_orders_id() RETURNS trigger LANGUAGE plpgsql AS $sync$
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
CREATE TRIGGER zz_req_0001_sync_orders_id BEFORE INSERT OR UPDATE ON public.orders FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_orders_id();
--   back: DROP TRIGGER zz_req_0001_sync_orders_id ON public.orders;
--   back: DROP FUNCTION public.zz_req_0001_sync_orders_id();

-- S3 expand clear-invalid-index [transaction: own]: Clear away index orders_pkey_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.orders_pkey_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.orders_pkey_req_0001;
  END IF;
END
$left$;

-- S4 expand create-index-concurrently [transaction: none]: Build orders_pkey over the new fields of public.orders
--   SHARE UPDATE EXCLUSIVE on public.orders for a build: blocks ddl
--   note: not-transactional (public.orders) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.orders) Every row is read to build the index.
--   note: needs-disk (public.orders) Needs room for the index.
CREATE UNIQUE INDEX CONCURRENTLY orders_pkey_req_0001 ON public.orders (id_req_0001);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.orders_pkey_req_0001;

-- S5 expand check-index: Index orders_pkey_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.orders_pkey_req_0001') AND indisvalid

-- S6 migrate backfill: Fill id_req_0001 of public.orders, batch by batch
--   note: changes-data (public.orders) Fills fields that nobody reads yet.
--   note: needs-disk (public.orders) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: id
DO $job$
DECLARE
  dblead_last_1 public.orders.id%TYPE;
  dblead_upper_1 public.orders.id%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT id INTO dblead_upper_1
    FROM (
      SELECT id FROM public.orders
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
        UPDATE public.orders SET id_req_0001 = id::bigint
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

-- S7 contract deploy-gate: Wait for the release that no longer uses public.orders.id
-- waits for the release that no longer uses public.orders.id

-- S8 contract guard-backfill: Refuse to go on while id_req_0001 of public.orders is not filled to the end
--   ACCESS SHARE on public.orders for a scan: blocks ddl
--   note: scans-object (public.orders) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.orders WHERE id_req_0001 IS DISTINCT FROM id::bigint
  AND ((id_req_0001 IS NULL) OR id IS DISTINCT FROM id_req_0001::integer)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of id_req_0001 in public.orders is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S9 contract analyze: Gather statistics of public.orders: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.orders for a scan: blocks ddl
ANALYZE public.orders;

-- S10 contract add-check-not-valid: Hold new rows of public.orders to: id is never empty
--   ACCESS EXCLUSIVE on public.orders for a moment: blocks reads-and-writes
ALTER TABLE public.orders ADD CONSTRAINT orders_id_req_0001_required_req_0001 CHECK (id_req_0001 IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.orders DROP CONSTRAINT orders_id_req_0001_required_req_0001;

-- S11 contract validate-check [transaction: own]: Prove for the rows that are there: id is never empty
--   SHARE UPDATE EXCLUSIVE on public.orders for a scan: blocks ddl
--   note: scans-object (public.orders) Every row is read; readers and writers go on.
ALTER TABLE public.orders VALIDATE CONSTRAINT orders_id_req_0001_required_req_0001;

-- S12 contract cut-over: Let id of public.orders take the place of id
--   ACCESS EXCLUSIVE on public.orders for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.orders) Code that still uses id fails.
--   warning: deletes-data (public.orders) The values of id are kept only as what was made of them.
--   note: breaks-running-code (public.orders) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_orders_id ON public.orders;
DROP FUNCTION public.zz_req_0001_sync_orders_id();
ALTER TABLE public.orders ALTER COLUMN id_req_0001 SET NOT NULL;
ALTER TABLE public.orders DROP CONSTRAINT orders_id_req_0001_required_req_0001;
ALTER SEQUENCE public.orders_id_seq OWNED BY public.orders.id_req_0001;
ALTER SEQUENCE public.orders_id_seq AS bigint START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 CACHE 1 NO CYCLE;
ALTER TABLE public.orders DROP COLUMN id;
ALTER TABLE public.orders RENAME COLUMN id_req_0001 TO id;
ALTER TABLE public.orders RENAME CONSTRAINT orders_id_req_0001_not_null TO orders_id_not_null;
ALTER TABLE public.orders ADD CONSTRAINT orders_pkey PRIMARY KEY USING INDEX orders_pkey_req_0001;
ALTER TABLE public.orders ALTER COLUMN id SET DEFAULT nextval('public.orders_id_seq'::regclass);
--   back: ALTER TABLE public.orders ALTER COLUMN id DROP DEFAULT;
--   back: ALTER TABLE public.orders DROP CONSTRAINT orders_pkey;
--   back: CREATE UNIQUE INDEX orders_pkey_req_0001 ON public.orders (id);
--   back: ALTER TABLE public.orders RENAME CONSTRAINT orders_id_not_null TO orders_id_req_0001_not_null;
--   back: ALTER TABLE public.orders RENAME COLUMN id TO id_req_0001;
--   back: ALTER TABLE public.orders ADD COLUMN id integer;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.orders'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.orders', dblead_one);
--           END LOOP;
--           UPDATE public.orders SET id = id_req_0001::integer;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.orders', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.orders ALTER COLUMN id SET NOT NULL;
--   back: ALTER TABLE public.orders ALTER COLUMN id SET DEFAULT nextval('public.orders_id_seq'::regclass);
--   back: ALTER TABLE public.orders ADD CONSTRAINT orders_pkey PRIMARY KEY (id);
--   back: ALTER SEQUENCE public.orders_id_seq OWNED BY public.orders.id;
--   back: DO $bounds$
--         BEGIN
--           IF (SELECT last_value FROM public.orders_id_seq) BETWEEN 1 AND 2147483647 THEN
--             ALTER SEQUENCE public.orders_id_seq AS integer START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 CACHE 1 NO CYCLE;
--           ELSE
--             ALTER SEQUENCE public.orders_id_seq AS integer START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 CACHE 1 NO CYCLE RESTART;
--           END IF;
--         END
--         $bounds$;
--   back: ALTER TABLE public.orders ADD CONSTRAINT orders_id_req_0001_required_req_0001 CHECK (id_req_0001 IS NOT NULL);
--   back: ALTER TABLE public.orders ALTER COLUMN id_req_0001 DROP NOT NULL;
--   back: CREATE FUNCTION public.zz_req_0001_sync_orders_id() RETURNS trigger LANGUAGE plpgsql AS $sync$
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
--   back: CREATE TRIGGER zz_req_0001_sync_orders_id BEFORE INSERT OR UPDATE ON public.orders FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_orders_id();

-- carries public.orders.id → public.orders.id: forward id::bigint, backward id::integer
