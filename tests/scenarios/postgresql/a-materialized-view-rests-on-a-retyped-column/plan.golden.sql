-- S1 expand add-companion: Add price_req_0001 to public.items, empty and without a default
--   ACCESS EXCLUSIVE on public.items for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.items) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.items ADD COLUMN price_req_0001 bigint;
--   back: ALTER TABLE public.items DROP COLUMN price_req_0001;

-- S2 expand sync-trigger: Keep old and new fields of public.items equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.items for a moment: blocks writes
--   note: changes-data (public.items) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.items) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_items_price() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.price_req_0001 IS DISTINCT FROM NEW.price::bigint) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.price_req_0001 IS NOT NULL THEN
      NEW.price := NEW.price_req_0001::integer;
    ELSE
      NEW.price_req_0001 := NEW.price::bigint;
    END IF;
  ELSIF NEW.price_req_0001 IS DISTINCT FROM OLD.price_req_0001 THEN
    NEW.price := NEW.price_req_0001::integer;
  ELSIF NEW.price IS DISTINCT FROM OLD.price THEN
    NEW.price_req_0001 := NEW.price::bigint;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_items_price BEFORE INSERT OR UPDATE ON public.items FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_items_price();
--   back: DROP TRIGGER zz_req_0001_sync_items_price ON public.items;
--   back: DROP FUNCTION public.zz_req_0001_sync_items_price();

-- S3 migrate backfill: Fill price_req_0001 of public.items, batch by batch
--   note: changes-data (public.items) Fills fields that nobody reads yet.
--   note: needs-disk (public.items) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: id
DO $job$
DECLARE
  dblead_last_1 public.items.id%TYPE;
  dblead_upper_1 public.items.id%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT id INTO dblead_upper_1
    FROM (
      SELECT id FROM public.items
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
        UPDATE public.items SET price_req_0001 = price::bigint
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (price_req_0001 IS DISTINCT FROM price::bigint
  AND ((price_req_0001 IS NULL) OR price IS DISTINCT FROM price_req_0001::integer));
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

-- S4 contract deploy-gate: Wait for the release that no longer uses public.items.price
-- waits for the release that no longer uses public.items.price

-- S5 contract guard-backfill: Refuse to go on while price_req_0001 of public.items is not filled to the end
--   ACCESS SHARE on public.items for a scan: blocks ddl
--   note: scans-object (public.items) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.items WHERE price_req_0001 IS DISTINCT FROM price::bigint
  AND ((price_req_0001 IS NULL) OR price IS DISTINCT FROM price_req_0001::integer)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of price_req_0001 in public.items is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S6 contract analyze: Gather statistics of public.items: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.items for a scan: blocks ddl
ANALYZE public.items;

-- S7 contract take-dependents-away: Take away for a moment: materialized-view public.prices
--   ACCESS EXCLUSIVE on public.prices for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.prices) Rests on what changes: gone until the last step of this transaction puts it back.
DROP MATERIALIZED VIEW public.prices;
--   back: CREATE MATERIALIZED VIEW public.prices AS
--         SELECT id,
--             price
--            FROM public.items;
--   back: CREATE UNIQUE INDEX prices_by_id ON public.prices USING btree (id);

-- S8 contract cut-over: Let price of public.items take the place of price
--   ACCESS EXCLUSIVE on public.items for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.items) Code that still uses price fails.
--   warning: deletes-data (public.items) The values of price are kept only as what was made of them.
--   note: breaks-running-code (public.items) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_items_price ON public.items;
DROP FUNCTION public.zz_req_0001_sync_items_price();
ALTER TABLE public.items DROP COLUMN price;
ALTER TABLE public.items RENAME COLUMN price_req_0001 TO price;
--   back: ALTER TABLE public.items RENAME COLUMN price TO price_req_0001;
--   back: ALTER TABLE public.items ADD COLUMN price integer;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.items'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.items', dblead_one);
--           END LOOP;
--           UPDATE public.items SET price = price_req_0001::integer;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.items', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: CREATE FUNCTION public.zz_req_0001_sync_items_price() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.price_req_0001 IS DISTINCT FROM NEW.price::bigint) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.price_req_0001 IS NOT NULL THEN
--               NEW.price := NEW.price_req_0001::integer;
--             ELSE
--               NEW.price_req_0001 := NEW.price::bigint;
--             END IF;
--           ELSIF NEW.price_req_0001 IS DISTINCT FROM OLD.price_req_0001 THEN
--             NEW.price := NEW.price_req_0001::integer;
--           ELSIF NEW.price IS DISTINCT FROM OLD.price THEN
--             NEW.price_req_0001 := NEW.price::bigint;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_items_price BEFORE INSERT OR UPDATE ON public.items FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_items_price();

-- S9 contract put-dependents-back: Put in place: materialized-view public.prices, index public.prices_by_id
CREATE MATERIALIZED VIEW public.prices AS
SELECT id,
    price
   FROM public.items;
CREATE UNIQUE INDEX prices_by_id ON public.prices USING btree (id);
--   back: DROP MATERIALIZED VIEW public.prices;

-- carries public.items.price → public.items.price: forward price::bigint, backward price::integer
