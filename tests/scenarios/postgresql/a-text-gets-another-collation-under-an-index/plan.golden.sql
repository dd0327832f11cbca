-- S1 expand add-companion: Add title_req_0001 to public.articles, empty and without a default
--   ACCESS EXCLUSIVE on public.articles for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.articles) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.articles ADD COLUMN title_req_0001 text COLLATE pg_catalog."C";
--   back: ALTER TABLE public.articles DROP COLUMN title_req_0001;

-- S2 expand sync-trigger: Keep old and new fields of public.articles equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.articles for a moment: blocks writes
--   note: changes-data (public.articles) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.articles) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_articles_title() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.title_req_0001 IS DISTINCT FROM NEW.title::text) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.title_req_0001 IS NOT NULL THEN
      NEW.title := NEW.title_req_0001::text;
    ELSE
      NEW.title_req_0001 := NEW.title::text;
    END IF;
  ELSIF NEW.title_req_0001 IS DISTINCT FROM OLD.title_req_0001 THEN
    NEW.title := NEW.title_req_0001::text;
  ELSIF NEW.title IS DISTINCT FROM OLD.title THEN
    NEW.title_req_0001 := NEW.title::text;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_articles_title BEFORE INSERT OR UPDATE ON public.articles FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_articles_title();
--   back: DROP TRIGGER zz_req_0001_sync_articles_title ON public.articles;
--   back: DROP FUNCTION public.zz_req_0001_sync_articles_title();

-- S3 expand clear-invalid-index [transaction: own]: Clear away index articles_title_key_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.articles_title_key_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.articles_title_key_req_0001;
  END IF;
END
$left$;

-- S4 expand create-index-concurrently [transaction: none]: Build articles_title_key over the new fields of public.articles
--   SHARE UPDATE EXCLUSIVE on public.articles for a build: blocks ddl
--   note: not-transactional (public.articles) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.articles) Every row is read to build the index.
--   note: needs-disk (public.articles) Needs room for the index.
CREATE UNIQUE INDEX CONCURRENTLY articles_title_key_req_0001 ON public.articles (title_req_0001);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.articles_title_key_req_0001;

-- S5 expand check-index: Index articles_title_key_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.articles_title_key_req_0001') AND indisvalid

-- S6 expand clear-invalid-index [transaction: own]: Clear away index articles_by_title_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.articles_by_title_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.articles_by_title_req_0001;
  END IF;
END
$left$;

-- S7 expand create-index-concurrently [transaction: none]: Build articles_by_title over the new fields of public.articles
--   SHARE UPDATE EXCLUSIVE on public.articles for a build: blocks ddl
--   note: not-transactional (public.articles) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.articles) Every row is read to build the index.
--   note: needs-disk (public.articles) Needs room for the index.
CREATE INDEX CONCURRENTLY articles_by_title_req_0001 ON public.articles USING btree (title_req_0001 text_pattern_ops);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.articles_by_title_req_0001;

-- S8 expand check-index: Index articles_by_title_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.articles_by_title_req_0001') AND indisvalid

-- S9 migrate backfill: Fill title_req_0001 of public.articles, batch by batch
--   note: changes-data (public.articles) Fills fields that nobody reads yet.
--   note: needs-disk (public.articles) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: id
DO $job$
DECLARE
  dblead_last_1 public.articles.id%TYPE;
  dblead_upper_1 public.articles.id%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT id INTO dblead_upper_1
    FROM (
      SELECT id FROM public.articles
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
        UPDATE public.articles SET title_req_0001 = title::text
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (title_req_0001 IS DISTINCT FROM title::text
  AND ((title_req_0001 IS NULL) OR title IS DISTINCT FROM title_req_0001::text));
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

-- S10 contract deploy-gate: Wait for the release that no longer uses public.articles.title
-- waits for the release that no longer uses public.articles.title

-- S11 contract guard-backfill: Refuse to go on while title_req_0001 of public.articles is not filled to the end
--   ACCESS SHARE on public.articles for a scan: blocks ddl
--   note: scans-object (public.articles) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.articles WHERE title_req_0001 IS DISTINCT FROM title::text
  AND ((title_req_0001 IS NULL) OR title IS DISTINCT FROM title_req_0001::text)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of title_req_0001 in public.articles is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S12 contract analyze: Gather statistics of public.articles: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.articles for a scan: blocks ddl
ANALYZE public.articles;

-- S13 contract add-check-not-valid: Hold new rows of public.articles to: title is never empty
--   ACCESS EXCLUSIVE on public.articles for a moment: blocks reads-and-writes
ALTER TABLE public.articles ADD CONSTRAINT articles_title_req_0001_required_req_0001 CHECK (title_req_0001 IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.articles DROP CONSTRAINT articles_title_req_0001_required_req_0001;

-- S14 contract validate-check [transaction: own]: Prove for the rows that are there: title is never empty
--   SHARE UPDATE EXCLUSIVE on public.articles for a scan: blocks ddl
--   note: scans-object (public.articles) Every row is read; readers and writers go on.
ALTER TABLE public.articles VALIDATE CONSTRAINT articles_title_req_0001_required_req_0001;

-- S15 contract cut-over: Let title of public.articles take the place of title
--   ACCESS EXCLUSIVE on public.articles for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.articles) Code that still uses title fails.
--   warning: deletes-data (public.articles) The values of title are kept only as what was made of them.
--   note: breaks-running-code (public.articles) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_articles_title ON public.articles;
DROP FUNCTION public.zz_req_0001_sync_articles_title();
ALTER TABLE public.articles ALTER COLUMN title_req_0001 SET NOT NULL;
ALTER TABLE public.articles DROP CONSTRAINT articles_title_req_0001_required_req_0001;
ALTER TABLE public.articles DROP COLUMN title;
ALTER TABLE public.articles RENAME COLUMN title_req_0001 TO title;
ALTER TABLE public.articles RENAME CONSTRAINT articles_title_req_0001_not_null TO articles_title_not_null;
ALTER TABLE public.articles ADD CONSTRAINT articles_title_key UNIQUE USING INDEX articles_title_key_req_0001;
ALTER INDEX public.articles_by_title_req_0001 RENAME TO articles_by_title;
--   back: ALTER INDEX public.articles_by_title RENAME TO articles_by_title_req_0001;
--   back: ALTER TABLE public.articles DROP CONSTRAINT articles_title_key;
--   back: CREATE UNIQUE INDEX articles_title_key_req_0001 ON public.articles (title);
--   back: ALTER TABLE public.articles RENAME CONSTRAINT articles_title_not_null TO articles_title_req_0001_not_null;
--   back: ALTER TABLE public.articles RENAME COLUMN title TO title_req_0001;
--   back: ALTER TABLE public.articles ADD COLUMN title text;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.articles'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.articles', dblead_one);
--           END LOOP;
--           UPDATE public.articles SET title = title_req_0001::text;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.articles', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.articles ALTER COLUMN title SET NOT NULL;
--   back: ALTER TABLE public.articles ADD CONSTRAINT articles_title_key UNIQUE (title);
--   back: CREATE INDEX articles_by_title ON public.articles USING btree (title text_pattern_ops);
--   back: ALTER TABLE public.articles ADD CONSTRAINT articles_title_req_0001_required_req_0001 CHECK (title_req_0001 IS NOT NULL);
--   back: ALTER TABLE public.articles ALTER COLUMN title_req_0001 DROP NOT NULL;
--   back: CREATE FUNCTION public.zz_req_0001_sync_articles_title() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.title_req_0001 IS DISTINCT FROM NEW.title::text) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.title_req_0001 IS NOT NULL THEN
--               NEW.title := NEW.title_req_0001::text;
--             ELSE
--               NEW.title_req_0001 := NEW.title::text;
--             END IF;
--           ELSIF NEW.title_req_0001 IS DISTINCT FROM OLD.title_req_0001 THEN
--             NEW.title := NEW.title_req_0001::text;
--           ELSIF NEW.title IS DISTINCT FROM OLD.title THEN
--             NEW.title_req_0001 := NEW.title::text;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_articles_title BEFORE INSERT OR UPDATE ON public.articles FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_articles_title();

-- carries public.articles.title → public.articles.title: forward title::text, backward title::text
