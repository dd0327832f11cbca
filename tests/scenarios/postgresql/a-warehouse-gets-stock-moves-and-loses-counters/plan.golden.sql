-- S1 expand add-companion: Add price_req_0001 to public.products, empty and without a default
--   ACCESS EXCLUSIVE on public.products for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.products) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.products ADD COLUMN price_req_0001 numeric(12,2);
--   back: ALTER TABLE public.products DROP COLUMN price_req_0001;

-- S2 expand sync-trigger: Keep old and new fields of public.products equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.products for a moment: blocks writes
--   note: changes-data (public.products) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.products) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_products_price() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.price_req_0001 IS DISTINCT FROM NEW.price::numeric(12,2)) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.price_req_0001 IS NOT NULL THEN
      NEW.price := NEW.price_req_0001::real;
    ELSE
      NEW.price_req_0001 := NEW.price::numeric(12,2);
    END IF;
  ELSIF NEW.price_req_0001 IS DISTINCT FROM OLD.price_req_0001 THEN
    NEW.price := NEW.price_req_0001::real;
  ELSIF NEW.price IS DISTINCT FROM OLD.price THEN
    NEW.price_req_0001 := NEW.price::numeric(12,2);
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_products_price BEFORE INSERT OR UPDATE ON public.products FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_products_price();
--   back: DROP TRIGGER zz_req_0001_sync_products_price ON public.products;
--   back: DROP FUNCTION public.zz_req_0001_sync_products_price();

-- S3 expand add-companion: Add tags_req_0001 to public.products, empty and without a default
--   ACCESS EXCLUSIVE on public.products for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.products) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.products ADD COLUMN tags_req_0001 jsonb;
--   back: ALTER TABLE public.products DROP COLUMN tags_req_0001;

-- S4 expand sync-trigger: Keep old and new fields of public.products equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.products for a moment: blocks writes
--   note: changes-data (public.products) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.products) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_products_tags() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.tags_req_0001 IS DISTINCT FROM NEW.tags::jsonb) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.tags_req_0001 IS NOT NULL THEN
      NEW.tags := NEW.tags_req_0001::json;
    ELSE
      NEW.tags_req_0001 := NEW.tags::jsonb;
    END IF;
  ELSIF NEW.tags_req_0001 IS DISTINCT FROM OLD.tags_req_0001 THEN
    NEW.tags := NEW.tags_req_0001::json;
  ELSIF (NEW.tags)::text IS DISTINCT FROM (OLD.tags)::text THEN
    NEW.tags_req_0001 := NEW.tags::jsonb;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_products_tags BEFORE INSERT OR UPDATE ON public.products FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_products_tags();
--   back: DROP TRIGGER zz_req_0001_sync_products_tags ON public.products;
--   back: DROP FUNCTION public.zz_req_0001_sync_products_tags();

-- S5 expand clear-invalid-index [transaction: own]: Clear away index products_tags_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.products_tags_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.products_tags_req_0001;
  END IF;
END
$left$;

-- S6 expand create-index-concurrently [transaction: none]: Build products_tags over the new fields of public.products
--   SHARE UPDATE EXCLUSIVE on public.products for a build: blocks ddl
--   note: not-transactional (public.products) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.products) Every row is read to build the index.
--   note: needs-disk (public.products) Needs room for the index.
CREATE INDEX CONCURRENTLY products_tags_req_0001 ON public.products USING gin (tags_req_0001);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.products_tags_req_0001;

-- S7 expand check-index: Index products_tags_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.products_tags_req_0001') AND indisvalid

-- S8 expand add-companion: Add warehouse_req_0001 to public.stock, empty and without a default
--   ACCESS EXCLUSIVE on public.stock for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.stock) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.stock ADD COLUMN warehouse_req_0001 integer;
--   back: ALTER TABLE public.stock DROP COLUMN warehouse_req_0001;

-- S9 expand sync-trigger: Keep old and new fields of public.stock equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.stock for a moment: blocks writes
--   note: changes-data (public.stock) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.stock) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_stock_warehouse() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.warehouse_req_0001 IS DISTINCT FROM NEW.warehouse::integer) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.warehouse_req_0001 IS NOT NULL THEN
      NEW.warehouse := NEW.warehouse_req_0001::smallint;
    ELSE
      NEW.warehouse_req_0001 := NEW.warehouse::integer;
    END IF;
  ELSIF NEW.warehouse_req_0001 IS DISTINCT FROM OLD.warehouse_req_0001 THEN
    NEW.warehouse := NEW.warehouse_req_0001::smallint;
  ELSIF NEW.warehouse IS DISTINCT FROM OLD.warehouse THEN
    NEW.warehouse_req_0001 := NEW.warehouse::integer;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_stock_warehouse BEFORE INSERT OR UPDATE ON public.stock FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_stock_warehouse();
--   back: DROP TRIGGER zz_req_0001_sync_stock_warehouse ON public.stock;
--   back: DROP FUNCTION public.zz_req_0001_sync_stock_warehouse();

-- S10 expand clear-invalid-index [transaction: own]: Clear away index stock_pkey_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.stock_pkey_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.stock_pkey_req_0001;
  END IF;
END
$left$;

-- S11 expand create-index-concurrently [transaction: none]: Build stock_pkey over the new fields of public.stock
--   SHARE UPDATE EXCLUSIVE on public.stock for a build: blocks ddl
--   note: not-transactional (public.stock) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.stock) Every row is read to build the index.
--   note: needs-disk (public.stock) Needs room for the index.
CREATE UNIQUE INDEX CONCURRENTLY stock_pkey_req_0001 ON public.stock (sku, warehouse_req_0001);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.stock_pkey_req_0001;

-- S12 expand check-index: Index stock_pkey_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.stock_pkey_req_0001') AND indisvalid

-- S13 expand add-companion: Add id_req_0001 to public.warehouses, empty and without a default
--   ACCESS EXCLUSIVE on public.warehouses for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.warehouses) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.warehouses ADD COLUMN id_req_0001 integer;
--   back: ALTER TABLE public.warehouses DROP COLUMN id_req_0001;

-- S14 expand sync-trigger: Keep old and new fields of public.warehouses equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.warehouses for a moment: blocks writes
--   note: changes-data (public.warehouses) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.warehouses) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_warehouses_id() RETURNS trigger LANGUAGE plpgsql AS $sync$
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
CREATE TRIGGER zz_req_0001_sync_warehouses_id BEFORE INSERT OR UPDATE ON public.warehouses FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_warehouses_id();
--   back: DROP TRIGGER zz_req_0001_sync_warehouses_id ON public.warehouses;
--   back: DROP FUNCTION public.zz_req_0001_sync_warehouses_id();

-- S15 expand clear-invalid-index [transaction: own]: Clear away index warehouses_pkey_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.warehouses_pkey_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.warehouses_pkey_req_0001;
  END IF;
END
$left$;

-- S16 expand create-index-concurrently [transaction: none]: Build warehouses_pkey over the new fields of public.warehouses
--   SHARE UPDATE EXCLUSIVE on public.warehouses for a build: blocks ddl
--   note: not-transactional (public.warehouses) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.warehouses) Every row is read to build the index.
--   note: needs-disk (public.warehouses) Needs room for the index.
CREATE UNIQUE INDEX CONCURRENTLY warehouses_pkey_req_0001 ON public.warehouses (id_req_0001);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.warehouses_pkey_req_0001;

-- S17 expand check-index: Index warehouses_pkey_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.warehouses_pkey_req_0001') AND indisvalid

-- S18 expand add-constraint-not-valid: Hold new rows of public.stock to stock_n_check
--   ACCESS EXCLUSIVE on public.stock for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.stock) Writes that break stock_n_check are refused.
ALTER TABLE public.stock ADD CONSTRAINT stock_n_check CHECK ((n >= 0)) NOT VALID;
--   back: ALTER TABLE public.stock DROP CONSTRAINT stock_n_check;

-- S19 expand validate-constraint [transaction: own]: Prove stock_n_check for the rows that are there
--   SHARE UPDATE EXCLUSIVE on public.stock for a scan: blocks ddl
--   note: scans-object (public.stock) Every row is read; readers and writers go on.
ALTER TABLE public.stock VALIDATE CONSTRAINT stock_n_check;

-- S20 expand create-enum: Create type public.move_kind
CREATE TYPE public.move_kind AS ENUM ('in', 'out', 'lost');
--   back: DROP TYPE public.move_kind;

-- S21 expand create-table: Create table public.stock_moves
--   way back: exact, until any time; loses rows written to the new table
CREATE TABLE public.stock_moves (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  sku character varying(16) NOT NULL,
  warehouse integer NOT NULL,
  kind public.move_kind NOT NULL,
  n integer NOT NULL,
  at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT stock_moves_pkey PRIMARY KEY (id)
);
--   back: DROP TABLE public.stock_moves;

-- S22 expand add-column: Add column public.warehouses.closed
--   ACCESS EXCLUSIVE on public.warehouses for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.warehouses) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until any time; loses values written to the new column
ALTER TABLE public.warehouses ADD COLUMN closed boolean DEFAULT false NOT NULL;
--   back: ALTER TABLE public.warehouses DROP COLUMN closed;

-- S23 expand create-materialized-view: Create materialized view public.on_hand
--   note: needs-disk (public.on_hand) The rows of its query are kept a second time.
CREATE MATERIALIZED VIEW public.on_hand AS
SELECT sku,
    sum(n) AS n
   FROM public.stock
  GROUP BY sku;
--   back: DROP MATERIALIZED VIEW public.on_hand;

-- S24 expand create-index: Create index on_hand_key on public.on_hand
CREATE UNIQUE INDEX on_hand_key ON public.on_hand USING btree (sku);
--   back: DROP INDEX public.on_hand_key;

-- S25 expand create-index: Create index stock_moves_by_place on public.stock_moves
CREATE INDEX stock_moves_by_place ON public.stock_moves USING btree (sku, warehouse, at);
--   back: DROP INDEX public.stock_moves_by_place;

-- S26 migrate backfill: Fill price_req_0001 of public.products, batch by batch
--   note: changes-data (public.products) Fills fields that nobody reads yet.
--   note: needs-disk (public.products) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: sku
DO $job$
DECLARE
  dblead_last_1 public.products.sku%TYPE;
  dblead_upper_1 public.products.sku%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT sku INTO dblead_upper_1
    FROM (
      SELECT sku FROM public.products
      WHERE dblead_first OR sku > dblead_last_1
      ORDER BY sku LIMIT 2000
    ) AS batch
    ORDER BY sku DESC LIMIT 1;
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
        UPDATE public.products SET price_req_0001 = price::numeric(12,2)
        WHERE (dblead_first OR sku > dblead_last_1) AND sku <= dblead_upper_1
          AND (price_req_0001 IS DISTINCT FROM price::numeric(12,2)
  AND ((price_req_0001 IS NULL) OR price IS DISTINCT FROM price_req_0001::real));
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

-- S27 migrate backfill: Fill tags_req_0001 of public.products, batch by batch
--   note: changes-data (public.products) Fills fields that nobody reads yet.
--   note: needs-disk (public.products) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: sku
DO $job$
DECLARE
  dblead_last_1 public.products.sku%TYPE;
  dblead_upper_1 public.products.sku%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT sku INTO dblead_upper_1
    FROM (
      SELECT sku FROM public.products
      WHERE dblead_first OR sku > dblead_last_1
      ORDER BY sku LIMIT 2000
    ) AS batch
    ORDER BY sku DESC LIMIT 1;
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
        UPDATE public.products SET tags_req_0001 = tags::jsonb
        WHERE (dblead_first OR sku > dblead_last_1) AND sku <= dblead_upper_1
          AND (tags_req_0001 IS DISTINCT FROM tags::jsonb
  AND ((tags_req_0001 IS NULL) OR (tags)::text IS DISTINCT FROM (tags_req_0001::json)::text));
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

-- S28 migrate backfill: Fill warehouse_req_0001 of public.stock, batch by batch
--   note: changes-data (public.stock) Fills fields that nobody reads yet.
--   note: needs-disk (public.stock) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: sku, warehouse
DO $job$
DECLARE
  dblead_last_1 public.stock.sku%TYPE;
  dblead_last_2 public.stock.warehouse%TYPE;
  dblead_upper_1 public.stock.sku%TYPE;
  dblead_upper_2 public.stock.warehouse%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT sku, warehouse INTO dblead_upper_1, dblead_upper_2
    FROM (
      SELECT sku, warehouse FROM public.stock
      WHERE dblead_first OR (sku, warehouse) > (dblead_last_1, dblead_last_2)
      ORDER BY sku, warehouse LIMIT 2000
    ) AS batch
    ORDER BY sku DESC, warehouse DESC LIMIT 1;
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
        UPDATE public.stock SET warehouse_req_0001 = warehouse::integer
        WHERE (dblead_first OR (sku, warehouse) > (dblead_last_1, dblead_last_2)) AND (sku, warehouse) <= (dblead_upper_1, dblead_upper_2)
          AND (warehouse_req_0001 IS DISTINCT FROM warehouse::integer
  AND ((warehouse_req_0001 IS NULL) OR warehouse IS DISTINCT FROM warehouse_req_0001::smallint));
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

-- S29 migrate backfill: Fill id_req_0001 of public.warehouses, batch by batch
--   note: changes-data (public.warehouses) Fills fields that nobody reads yet.
--   note: needs-disk (public.warehouses) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: id
DO $job$
DECLARE
  dblead_last_1 public.warehouses.id%TYPE;
  dblead_upper_1 public.warehouses.id%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT id INTO dblead_upper_1
    FROM (
      SELECT id FROM public.warehouses
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
        UPDATE public.warehouses SET id_req_0001 = id::integer
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

-- S30 contract deploy-gate: Wait for the release that no longer uses public.products.price, public.products.tags, public.stock.warehouse, public.warehouses.id, public.count_stock(), public.products.on_hand
-- waits for the release that no longer uses public.products.price, public.products.tags, public.stock.warehouse, public.warehouses.id, public.count_stock(), public.products.on_hand

-- S31 contract guard-backfill: Refuse to go on while price_req_0001 of public.products is not filled to the end
--   ACCESS SHARE on public.products for a scan: blocks ddl
--   note: scans-object (public.products) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.products WHERE price_req_0001 IS DISTINCT FROM price::numeric(12,2)
  AND ((price_req_0001 IS NULL) OR price IS DISTINCT FROM price_req_0001::real)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of price_req_0001 in public.products is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S32 contract guard-backfill: Refuse to go on while tags_req_0001 of public.products is not filled to the end
--   ACCESS SHARE on public.products for a scan: blocks ddl
--   note: scans-object (public.products) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.products WHERE tags_req_0001 IS DISTINCT FROM tags::jsonb
  AND ((tags_req_0001 IS NULL) OR (tags)::text IS DISTINCT FROM (tags_req_0001::json)::text)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of tags_req_0001 in public.products is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S33 contract analyze: Gather statistics of public.products: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.products for a scan: blocks ddl
ANALYZE public.products;

-- S34 contract add-check-not-valid: Hold new rows of public.products to: price is never empty
--   ACCESS EXCLUSIVE on public.products for a moment: blocks reads-and-writes
ALTER TABLE public.products ADD CONSTRAINT products_price_req_0001_required_req_0001 CHECK (price_req_0001 IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.products DROP CONSTRAINT products_price_req_0001_required_req_0001;

-- S35 contract validate-check [transaction: own]: Prove for the rows that are there: price is never empty
--   SHARE UPDATE EXCLUSIVE on public.products for a scan: blocks ddl
--   note: scans-object (public.products) Every row is read; readers and writers go on.
ALTER TABLE public.products VALIDATE CONSTRAINT products_price_req_0001_required_req_0001;

-- S36 contract add-check-not-valid: Hold new rows of public.products to: tags is never empty
--   ACCESS EXCLUSIVE on public.products for a moment: blocks reads-and-writes
ALTER TABLE public.products ADD CONSTRAINT products_tags_req_0001_required_req_0001 CHECK (tags_req_0001 IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.products DROP CONSTRAINT products_tags_req_0001_required_req_0001;

-- S37 contract validate-check [transaction: own]: Prove for the rows that are there: tags is never empty
--   SHARE UPDATE EXCLUSIVE on public.products for a scan: blocks ddl
--   note: scans-object (public.products) Every row is read; readers and writers go on.
ALTER TABLE public.products VALIDATE CONSTRAINT products_tags_req_0001_required_req_0001;

-- S38 contract guard-backfill: Refuse to go on while warehouse_req_0001 of public.stock is not filled to the end
--   ACCESS SHARE on public.stock for a scan: blocks ddl
--   note: scans-object (public.stock) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.stock WHERE warehouse_req_0001 IS DISTINCT FROM warehouse::integer
  AND ((warehouse_req_0001 IS NULL) OR warehouse IS DISTINCT FROM warehouse_req_0001::smallint)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of warehouse_req_0001 in public.stock is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S39 contract analyze: Gather statistics of public.stock: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.stock for a scan: blocks ddl
ANALYZE public.stock;

-- S40 contract add-check-not-valid: Hold new rows of public.stock to: warehouse is never empty
--   ACCESS EXCLUSIVE on public.stock for a moment: blocks reads-and-writes
ALTER TABLE public.stock ADD CONSTRAINT stock_warehouse_req_0001_required_req_0001 CHECK (warehouse_req_0001 IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.stock DROP CONSTRAINT stock_warehouse_req_0001_required_req_0001;

-- S41 contract validate-check [transaction: own]: Prove for the rows that are there: warehouse is never empty
--   SHARE UPDATE EXCLUSIVE on public.stock for a scan: blocks ddl
--   note: scans-object (public.stock) Every row is read; readers and writers go on.
ALTER TABLE public.stock VALIDATE CONSTRAINT stock_warehouse_req_0001_required_req_0001;

-- S42 contract guard-backfill: Refuse to go on while id_req_0001 of public.warehouses is not filled to the end
--   ACCESS SHARE on public.warehouses for a scan: blocks ddl
--   note: scans-object (public.warehouses) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.warehouses WHERE id_req_0001 IS DISTINCT FROM id::integer
  AND ((id_req_0001 IS NULL) OR id IS DISTINCT FROM id_req_0001::smallint)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of id_req_0001 in public.warehouses is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S43 contract analyze: Gather statistics of public.warehouses: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.warehouses for a scan: blocks ddl
ANALYZE public.warehouses;

-- S44 contract add-check-not-valid: Hold new rows of public.warehouses to: id is never empty
--   ACCESS EXCLUSIVE on public.warehouses for a moment: blocks reads-and-writes
ALTER TABLE public.warehouses ADD CONSTRAINT warehouses_id_req_0001_required_req_0001 CHECK (id_req_0001 IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.warehouses DROP CONSTRAINT warehouses_id_req_0001_required_req_0001;

-- S45 contract validate-check [transaction: own]: Prove for the rows that are there: id is never empty
--   SHARE UPDATE EXCLUSIVE on public.warehouses for a scan: blocks ddl
--   note: scans-object (public.warehouses) Every row is read; readers and writers go on.
ALTER TABLE public.warehouses VALIDATE CONSTRAINT warehouses_id_req_0001_required_req_0001;

-- S46 contract take-dependents-away: Take away for a moment: trigger public.stock.stock_count
--   note: breaks-dependents (public.stock.stock_count) Rests on what changes: gone until the last step of this transaction puts it back.
DROP TRIGGER stock_count ON public.stock;
--   back: CREATE TRIGGER stock_count AFTER INSERT ON public.stock FOR EACH ROW EXECUTE FUNCTION public.count_stock();

-- S47 contract cut-over: Let price, tags of public.products take the place of price, tags
--   ACCESS EXCLUSIVE on public.products for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.products) Code that still uses price, tags fails.
--   warning: deletes-data (public.products) The values of price, tags are kept only as what was made of them.
--   note: breaks-running-code (public.products) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_products_price ON public.products;
DROP FUNCTION public.zz_req_0001_sync_products_price();
DROP TRIGGER zz_req_0001_sync_products_tags ON public.products;
DROP FUNCTION public.zz_req_0001_sync_products_tags();
ALTER TABLE public.products ALTER COLUMN price_req_0001 SET NOT NULL;
ALTER TABLE public.products DROP CONSTRAINT products_price_req_0001_required_req_0001;
ALTER TABLE public.products ALTER COLUMN tags_req_0001 SET NOT NULL;
ALTER TABLE public.products DROP CONSTRAINT products_tags_req_0001_required_req_0001;
ALTER TABLE public.products DROP COLUMN price;
ALTER TABLE public.products DROP COLUMN tags;
ALTER TABLE public.products RENAME COLUMN price_req_0001 TO price;
ALTER TABLE public.products RENAME COLUMN tags_req_0001 TO tags;
ALTER TABLE public.products RENAME CONSTRAINT products_price_req_0001_not_null TO products_price_not_null;
ALTER TABLE public.products RENAME CONSTRAINT products_tags_req_0001_not_null TO products_tags_not_null;
ALTER INDEX public.products_tags_req_0001 RENAME TO products_tags;
ALTER TABLE public.products ALTER COLUMN tags SET DEFAULT '{}'::jsonb;
--   back: ALTER TABLE public.products ALTER COLUMN tags DROP DEFAULT;
--   back: ALTER INDEX public.products_tags RENAME TO products_tags_req_0001;
--   back: ALTER TABLE public.products RENAME CONSTRAINT products_price_not_null TO products_price_req_0001_not_null;
--   back: ALTER TABLE public.products RENAME CONSTRAINT products_tags_not_null TO products_tags_req_0001_not_null;
--   back: ALTER TABLE public.products RENAME COLUMN price TO price_req_0001;
--   back: ALTER TABLE public.products RENAME COLUMN tags TO tags_req_0001;
--   back: ALTER TABLE public.products ADD COLUMN price real;
--   back: ALTER TABLE public.products ADD COLUMN tags json;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.products'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.products', dblead_one);
--           END LOOP;
--           UPDATE public.products SET price = price_req_0001::real, tags = tags_req_0001::json;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.products', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.products ALTER COLUMN price SET NOT NULL;
--   back: ALTER TABLE public.products ADD CONSTRAINT products_price_req_0001_required_req_0001 CHECK (price_req_0001 IS NOT NULL);
--   back: ALTER TABLE public.products ALTER COLUMN price_req_0001 DROP NOT NULL;
--   back: ALTER TABLE public.products ADD CONSTRAINT products_tags_req_0001_required_req_0001 CHECK (tags_req_0001 IS NOT NULL);
--   back: ALTER TABLE public.products ALTER COLUMN tags_req_0001 DROP NOT NULL;
--   back: CREATE FUNCTION public.zz_req_0001_sync_products_price() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.price_req_0001 IS DISTINCT FROM NEW.price::numeric(12,2)) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.price_req_0001 IS NOT NULL THEN
--               NEW.price := NEW.price_req_0001::real;
--             ELSE
--               NEW.price_req_0001 := NEW.price::numeric(12,2);
--             END IF;
--           ELSIF NEW.price_req_0001 IS DISTINCT FROM OLD.price_req_0001 THEN
--             NEW.price := NEW.price_req_0001::real;
--           ELSIF NEW.price IS DISTINCT FROM OLD.price THEN
--             NEW.price_req_0001 := NEW.price::numeric(12,2);
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_products_price BEFORE INSERT OR UPDATE ON public.products FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_products_price();
--   back: CREATE FUNCTION public.zz_req_0001_sync_products_tags() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.tags_req_0001 IS DISTINCT FROM NEW.tags::jsonb) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.tags_req_0001 IS NOT NULL THEN
--               NEW.tags := NEW.tags_req_0001::json;
--             ELSE
--               NEW.tags_req_0001 := NEW.tags::jsonb;
--             END IF;
--           ELSIF NEW.tags_req_0001 IS DISTINCT FROM OLD.tags_req_0001 THEN
--             NEW.tags := NEW.tags_req_0001::json;
--           ELSIF (NEW.tags)::text IS DISTINCT FROM (OLD.tags)::text THEN
--             NEW.tags_req_0001 := NEW.tags::jsonb;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_products_tags BEFORE INSERT OR UPDATE ON public.products FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_products_tags();

-- S48 contract cut-over: Let warehouse of public.stock take the place of warehouse
--   ACCESS EXCLUSIVE on public.stock for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.stock) Code that still uses warehouse fails.
--   warning: deletes-data (public.stock) The values of warehouse are kept only as what was made of them.
--   note: breaks-running-code (public.stock) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_stock_warehouse ON public.stock;
DROP FUNCTION public.zz_req_0001_sync_stock_warehouse();
ALTER TABLE public.stock DROP CONSTRAINT stock_warehouse_fkey;
ALTER TABLE public.stock ALTER COLUMN warehouse_req_0001 SET NOT NULL;
ALTER TABLE public.stock DROP CONSTRAINT stock_warehouse_req_0001_required_req_0001;
ALTER TABLE public.stock DROP COLUMN warehouse;
ALTER TABLE public.stock RENAME COLUMN warehouse_req_0001 TO warehouse;
ALTER TABLE public.stock RENAME CONSTRAINT stock_warehouse_req_0001_not_null TO stock_warehouse_not_null;
ALTER TABLE public.stock ADD CONSTRAINT stock_pkey PRIMARY KEY USING INDEX stock_pkey_req_0001;
ALTER TABLE public.stock_moves ADD CONSTRAINT stock_moves_sku_warehouse_fkey FOREIGN KEY (sku, warehouse) REFERENCES public.stock(sku, warehouse) NOT VALID;
--   back: ALTER TABLE public.stock_moves DROP CONSTRAINT stock_moves_sku_warehouse_fkey;
--   back: ALTER TABLE public.stock DROP CONSTRAINT stock_pkey;
--   back: CREATE UNIQUE INDEX stock_pkey_req_0001 ON public.stock (sku, warehouse);
--   back: ALTER TABLE public.stock RENAME CONSTRAINT stock_warehouse_not_null TO stock_warehouse_req_0001_not_null;
--   back: ALTER TABLE public.stock RENAME COLUMN warehouse TO warehouse_req_0001;
--   back: ALTER TABLE public.stock ADD COLUMN warehouse smallint;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.stock'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.stock', dblead_one);
--           END LOOP;
--           UPDATE public.stock SET warehouse = warehouse_req_0001::smallint;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.stock', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.stock ALTER COLUMN warehouse SET NOT NULL;
--   back: ALTER TABLE public.stock ADD CONSTRAINT stock_pkey PRIMARY KEY (sku, warehouse);
--   back: ALTER TABLE public.stock ADD CONSTRAINT stock_warehouse_req_0001_required_req_0001 CHECK (warehouse_req_0001 IS NOT NULL);
--   back: ALTER TABLE public.stock ALTER COLUMN warehouse_req_0001 DROP NOT NULL;
--   back: ALTER TABLE public.stock ADD CONSTRAINT stock_warehouse_fkey FOREIGN KEY (warehouse) REFERENCES public.warehouses(id);
--   back: CREATE FUNCTION public.zz_req_0001_sync_stock_warehouse() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.warehouse_req_0001 IS DISTINCT FROM NEW.warehouse::integer) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.warehouse_req_0001 IS NOT NULL THEN
--               NEW.warehouse := NEW.warehouse_req_0001::smallint;
--             ELSE
--               NEW.warehouse_req_0001 := NEW.warehouse::integer;
--             END IF;
--           ELSIF NEW.warehouse_req_0001 IS DISTINCT FROM OLD.warehouse_req_0001 THEN
--             NEW.warehouse := NEW.warehouse_req_0001::smallint;
--           ELSIF NEW.warehouse IS DISTINCT FROM OLD.warehouse THEN
--             NEW.warehouse_req_0001 := NEW.warehouse::integer;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_stock_warehouse BEFORE INSERT OR UPDATE ON public.stock FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_stock_warehouse();

-- S49 contract validate-reference [transaction: own]: Prove stock_moves_sku_warehouse_fkey for the rows that are there
--   SHARE UPDATE EXCLUSIVE on public.stock_moves for a scan: blocks ddl
--   note: scans-object (public.stock_moves) Every row is looked up; readers and writers go on.
ALTER TABLE public.stock_moves VALIDATE CONSTRAINT stock_moves_sku_warehouse_fkey;

-- S50 contract cut-over: Let id of public.warehouses take the place of id
--   ACCESS EXCLUSIVE on public.warehouses for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.warehouses) Code that still uses id fails.
--   warning: deletes-data (public.warehouses) The values of id are kept only as what was made of them.
--   note: breaks-running-code (public.warehouses) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_warehouses_id ON public.warehouses;
DROP FUNCTION public.zz_req_0001_sync_warehouses_id();
ALTER TABLE public.warehouses ALTER COLUMN id_req_0001 SET NOT NULL;
ALTER TABLE public.warehouses DROP CONSTRAINT warehouses_id_req_0001_required_req_0001;
ALTER TABLE public.warehouses DROP COLUMN id;
ALTER TABLE public.warehouses RENAME COLUMN id_req_0001 TO id;
ALTER TABLE public.warehouses RENAME CONSTRAINT warehouses_id_req_0001_not_null TO warehouses_id_not_null;
ALTER TABLE public.warehouses ADD CONSTRAINT warehouses_pkey PRIMARY KEY USING INDEX warehouses_pkey_req_0001;
ALTER TABLE public.stock ADD CONSTRAINT stock_warehouse_fkey FOREIGN KEY (warehouse) REFERENCES public.warehouses(id) NOT VALID;
--   back: ALTER TABLE public.stock DROP CONSTRAINT stock_warehouse_fkey;
--   back: ALTER TABLE public.warehouses DROP CONSTRAINT warehouses_pkey;
--   back: CREATE UNIQUE INDEX warehouses_pkey_req_0001 ON public.warehouses (id);
--   back: ALTER TABLE public.warehouses RENAME CONSTRAINT warehouses_id_not_null TO warehouses_id_req_0001_not_null;
--   back: ALTER TABLE public.warehouses RENAME COLUMN id TO id_req_0001;
--   back: ALTER TABLE public.warehouses ADD COLUMN id smallint;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.warehouses'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.warehouses', dblead_one);
--           END LOOP;
--           UPDATE public.warehouses SET id = id_req_0001::smallint;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.warehouses', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.warehouses ALTER COLUMN id SET NOT NULL;
--   back: ALTER TABLE public.warehouses ADD CONSTRAINT warehouses_pkey PRIMARY KEY (id);
--   back: ALTER TABLE public.warehouses ADD CONSTRAINT warehouses_id_req_0001_required_req_0001 CHECK (id_req_0001 IS NOT NULL);
--   back: ALTER TABLE public.warehouses ALTER COLUMN id_req_0001 DROP NOT NULL;
--   back: CREATE FUNCTION public.zz_req_0001_sync_warehouses_id() RETURNS trigger LANGUAGE plpgsql AS $sync$
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
--   back: CREATE TRIGGER zz_req_0001_sync_warehouses_id BEFORE INSERT OR UPDATE ON public.warehouses FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_warehouses_id();

-- S51 contract validate-reference [transaction: own]: Prove stock_warehouse_fkey for the rows that are there
--   SHARE UPDATE EXCLUSIVE on public.stock for a scan: blocks ddl
--   note: scans-object (public.stock) Every row is looked up; readers and writers go on.
ALTER TABLE public.stock VALIDATE CONSTRAINT stock_warehouse_fkey;

-- S52 contract drop-function: Drop function public.count_stock()
--   warning: breaks-running-code (public.count_stock()) Code that calls the function fails.
DROP FUNCTION public.count_stock();
--   back: CREATE OR REPLACE FUNCTION public.count_stock()
--          RETURNS trigger
--          LANGUAGE plpgsql
--         AS $function$BEGIN UPDATE public.products SET on_hand = on_hand + NEW.n WHERE sku = NEW.sku; RETURN NEW; END$function$;

-- S53 contract drop-column: Drop column public.products.on_hand
--   ACCESS EXCLUSIVE on public.products for a moment: blocks reads-and-writes
--   error: deletes-data (public.products.on_hand) Every value of the column is gone.
--   warning: irreversible (public.products.on_hand) The way back restores the column, not its values.
--   warning: breaks-running-code (public.products.on_hand) Code that still names the column fails.
--   note: breaks-running-code (public.products) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: schema-only, until the step runs; loses every value of the column
ALTER TABLE public.products DROP COLUMN on_hand;
--   back: ALTER TABLE public.products ADD COLUMN on_hand integer;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.products'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.products', dblead_one);
--           END LOOP;
--           UPDATE public.products SET on_hand = 0;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.products', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.products ALTER COLUMN on_hand SET DEFAULT 0;
--   back: ALTER TABLE public.products ALTER COLUMN on_hand SET NOT NULL;

-- precheck conversion/public.products.price: Every value of public.products.price fits numeric(12,2)
--   no-rows: SELECT sku FROM public.products WHERE price IS DISTINCT FROM (price::numeric(12,2))::real
-- precheck violations/public.stock.stock_n_check: Every row of public.stock fulfils stock_n_check
--   no-rows: SELECT n FROM public.stock WHERE NOT ((n >= 0))
-- precheck would-be-lost/public.products.on_hand: No row of public.products holds a on_hand that would go
--   no-rows: SELECT count(*) AS would_be_lost FROM public.products WHERE on_hand IS NOT NULL HAVING count(*) > 0
-- carries public.products.price → public.products.price: forward price::numeric(12,2), backward price::real
-- carries public.products.tags → public.products.tags: forward tags::jsonb, backward tags::json
-- carries public.stock.warehouse → public.stock.warehouse: forward warehouse::integer, backward warehouse::smallint
-- carries public.warehouses.id → public.warehouses.id: forward id::integer, backward id::smallint
-- carries public.products.on_hand → public.products.∅: forward none, backward none
-- carries public.warehouses.∅ → public.warehouses.closed: forward none, backward none
