-- S1 expand rename-table: Rename table public.authors to public.writers
--   ACCESS EXCLUSIVE on public.writers for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.authors) Code that uses the old name fails.
ALTER TABLE public.authors RENAME TO writers;
--   back: ALTER TABLE public.writers RENAME TO authors;

-- S2 expand rename-constraint: Rename constraint public.writers.authors_pkey to public.writers.writers_pkey
--   ACCESS EXCLUSIVE on public.writers for a moment: blocks reads-and-writes
ALTER TABLE public.writers RENAME CONSTRAINT authors_pkey TO writers_pkey;
--   back: ALTER TABLE public.writers RENAME CONSTRAINT writers_pkey TO authors_pkey;

-- S3 expand rename-constraint: Rename constraint public.writers.authors_nick_key to public.writers.writers_nick_key
--   ACCESS EXCLUSIVE on public.writers for a moment: blocks reads-and-writes
ALTER TABLE public.writers RENAME CONSTRAINT authors_nick_key TO writers_nick_key;
--   back: ALTER TABLE public.writers RENAME CONSTRAINT writers_nick_key TO authors_nick_key;

-- S4 expand alter-column: Change column public.writers.id
--   ACCESS EXCLUSIVE on public.writers for a moment: blocks reads-and-writes
ALTER TABLE public.writers RENAME CONSTRAINT authors_id_not_null TO writers_id_not_null;
--   back: ALTER TABLE public.writers RENAME CONSTRAINT writers_id_not_null TO authors_id_not_null;

-- S5 expand alter-column: Change column public.writers.nick
--   ACCESS EXCLUSIVE on public.writers for a moment: blocks reads-and-writes
ALTER TABLE public.writers RENAME CONSTRAINT authors_nick_not_null TO writers_nick_not_null;
--   back: ALTER TABLE public.writers RENAME CONSTRAINT writers_nick_not_null TO authors_nick_not_null;

-- S6 expand keep-old-name: Keep the name public.authors as a view that can be written, until nobody uses it
CREATE VIEW public.authors WITH (security_invoker = true) AS SELECT id, nick, mail FROM public.writers;
--   back: DROP VIEW public.authors;

-- S7 expand create-enum: Create type public.post_state
CREATE TYPE public.post_state AS ENUM ('draft', 'live', 'gone');
--   back: DROP TYPE public.post_state;

-- S8 expand add-companion: Add state_req_0001 to public.posts, empty and without a default
--   ACCESS EXCLUSIVE on public.posts for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.posts) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.posts ADD COLUMN state_req_0001 public.post_state;
--   back: ALTER TABLE public.posts DROP COLUMN state_req_0001;

-- S9 expand sync-trigger: Keep old and new fields of public.posts equal, whichever a writer fills
--   SHARE ROW EXCLUSIVE on public.posts for a moment: blocks writes
--   note: changes-data (public.posts) Who fills both sides with different values: the new field wins.
--   note: breaks-replication (public.posts) Fires for writes of this server's clients, not for rows that replication brings: a subscriber of this table needs its own, set to ENABLE ALWAYS.
CREATE FUNCTION public.zz_req_0001_sync_posts_state() RETURNS trigger LANGUAGE plpgsql AS $sync$
BEGIN
  IF NOT (NEW.state_req_0001 IS DISTINCT FROM NEW.state::public.post_state) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state_req_0001 IS NOT NULL THEN
      NEW.state := NEW.state_req_0001::text;
    ELSE
      NEW.state_req_0001 := NEW.state::public.post_state;
    END IF;
  ELSIF NEW.state_req_0001 IS DISTINCT FROM OLD.state_req_0001 THEN
    NEW.state := NEW.state_req_0001::text;
  ELSIF NEW.state IS DISTINCT FROM OLD.state THEN
    NEW.state_req_0001 := NEW.state::public.post_state;
  END IF;
  RETURN NEW;
END
$sync$;
CREATE TRIGGER zz_req_0001_sync_posts_state BEFORE INSERT OR UPDATE ON public.posts FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_posts_state();
--   back: DROP TRIGGER zz_req_0001_sync_posts_state ON public.posts;
--   back: DROP FUNCTION public.zz_req_0001_sync_posts_state();

-- S10 expand clear-invalid-index [transaction: own]: Clear away index posts_by_author_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.posts_by_author_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.posts_by_author_req_0001;
  END IF;
END
$left$;

-- S11 expand create-index-concurrently [transaction: none]: Build posts_by_author over the new fields of public.posts
--   SHARE UPDATE EXCLUSIVE on public.posts for a build: blocks ddl
--   note: not-transactional (public.posts) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.posts) Every row is read to build the index.
--   note: needs-disk (public.posts) Needs room for the index.
CREATE INDEX CONCURRENTLY posts_by_author_req_0001 ON public.posts USING btree (author, state_req_0001);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.posts_by_author_req_0001;

-- S12 expand check-index: Index posts_by_author_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.posts_by_author_req_0001') AND indisvalid

-- S13 expand create-table: Create table public.post_tags
--   way back: exact, until any time; loses rows written to the new table
CREATE TABLE public.post_tags (
  post bigint NOT NULL,
  tag text NOT NULL,
  CONSTRAINT post_tags_pkey PRIMARY KEY (post, tag)
);
--   back: DROP TABLE public.post_tags;

-- S14 expand add-constraint: Add reference post_tags_post_fkey to public.post_tags
--   SHARE ROW EXCLUSIVE on public.posts for a moment: blocks writes
ALTER TABLE public.post_tags ADD CONSTRAINT post_tags_post_fkey FOREIGN KEY (post) REFERENCES public.posts(id) ON DELETE CASCADE;
--   back: ALTER TABLE public.post_tags DROP CONSTRAINT post_tags_post_fkey;

-- S15 expand create-index: Create index post_tags_by_tag on public.post_tags
CREATE INDEX post_tags_by_tag ON public.post_tags USING btree (tag);
--   back: DROP INDEX public.post_tags_by_tag;

-- S16 migrate backfill: Fill state_req_0001 of public.posts, batch by batch
--   note: changes-data (public.posts) Fills fields that nobody reads yet.
--   note: needs-disk (public.posts) Each filled row leaves its old version behind until VACUUM, and goes to subscribers.
-- 2000 rows a batch, key: id
DO $job$
DECLARE
  dblead_last_1 public.posts.id%TYPE;
  dblead_upper_1 public.posts.id%TYPE;
  dblead_first boolean := true;
  dblead_silent boolean := true;
  dblead_tries integer := 0;
BEGIN
  LOOP
    SELECT id INTO dblead_upper_1
    FROM (
      SELECT id FROM public.posts
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
        UPDATE public.posts SET state_req_0001 = state::public.post_state
        WHERE (dblead_first OR id > dblead_last_1) AND id <= dblead_upper_1
          AND (state_req_0001 IS DISTINCT FROM state::public.post_state
  AND ((state_req_0001 IS NULL) OR state IS DISTINCT FROM state_req_0001::text));
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

-- S17 contract deploy-gate: Wait for the release that no longer uses public.authors, public.posts.state
-- waits for the release that no longer uses public.authors, public.posts.state

-- S18 contract drop-old-name: Take the old name public.authors away
--   ACCESS EXCLUSIVE on public.authors for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.authors) Code that uses the old name fails.
DROP VIEW public.authors;
--   back: CREATE VIEW public.authors WITH (security_invoker = true) AS SELECT id, nick, mail FROM public.writers;

-- S19 contract guard-backfill: Refuse to go on while state_req_0001 of public.posts is not filled to the end
--   ACCESS SHARE on public.posts for a scan: blocks ddl
--   note: scans-object (public.posts) Every row is read to see that both sides agree.
DO $guard$
BEGIN
  IF EXISTS (SELECT FROM public.posts WHERE state_req_0001 IS DISTINCT FROM state::public.post_state
  AND ((state_req_0001 IS NULL) OR state IS DISTINCT FROM state_req_0001::text)) THEN
    RAISE EXCEPTION USING MESSAGE = 'The backfill of state_req_0001 in public.posts is not complete.', HINT = 'Run its job again, then this migration.';
  END IF;
END
$guard$;

-- S20 contract analyze: Gather statistics of public.posts: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.posts for a scan: blocks ddl
ANALYZE public.posts;

-- S21 contract add-check-not-valid: Hold new rows of public.posts to: state is never empty
--   ACCESS EXCLUSIVE on public.posts for a moment: blocks reads-and-writes
ALTER TABLE public.posts ADD CONSTRAINT posts_state_req_0001_required_req_0001 CHECK (state_req_0001 IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.posts DROP CONSTRAINT posts_state_req_0001_required_req_0001;

-- S22 contract validate-check [transaction: own]: Prove for the rows that are there: state is never empty
--   SHARE UPDATE EXCLUSIVE on public.posts for a scan: blocks ddl
--   note: scans-object (public.posts) Every row is read; readers and writers go on.
ALTER TABLE public.posts VALIDATE CONSTRAINT posts_state_req_0001_required_req_0001;

-- S23 contract take-dependents-away: Take away for a moment: view public.front
--   ACCESS EXCLUSIVE on public.front for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.front) Rests on what changes: gone until the last step of this transaction puts it back.
DROP VIEW public.front;
--   back: CREATE VIEW public.front AS
--         SELECT p.id,
--             p.title,
--             a.nick
--            FROM (public.posts p
--              JOIN public.writers a ON ((a.id = p.author)))
--           WHERE (p.state = 'live'::text);

-- S24 contract cut-over: Let state of public.posts take the place of state
--   ACCESS EXCLUSIVE on public.posts for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.posts) Code that still uses state fails.
--   warning: deletes-data (public.posts) The values of state are kept only as what was made of them.
--   note: breaks-running-code (public.posts) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
DROP TRIGGER zz_req_0001_sync_posts_state ON public.posts;
DROP FUNCTION public.zz_req_0001_sync_posts_state();
ALTER TABLE public.posts ALTER COLUMN state_req_0001 SET NOT NULL;
ALTER TABLE public.posts DROP CONSTRAINT posts_state_req_0001_required_req_0001;
ALTER TABLE public.posts DROP COLUMN state;
ALTER TABLE public.posts RENAME COLUMN state_req_0001 TO state;
ALTER TABLE public.posts RENAME CONSTRAINT posts_state_req_0001_not_null TO posts_state_not_null;
DROP INDEX public.posts_by_author;
ALTER INDEX public.posts_by_author_req_0001 RENAME TO posts_by_author;
ALTER TABLE public.posts ALTER COLUMN state SET DEFAULT 'draft'::public.post_state;
--   back: ALTER TABLE public.posts ALTER COLUMN state DROP DEFAULT;
--   back: ALTER INDEX public.posts_by_author RENAME TO posts_by_author_req_0001;
--   back: CREATE INDEX posts_by_author ON public.posts USING btree (author);
--   back: ALTER TABLE public.posts RENAME CONSTRAINT posts_state_not_null TO posts_state_req_0001_not_null;
--   back: ALTER TABLE public.posts RENAME COLUMN state TO state_req_0001;
--   back: ALTER TABLE public.posts ADD COLUMN state text;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.posts'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.posts', dblead_one);
--           END LOOP;
--           UPDATE public.posts SET state = state_req_0001::text;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.posts', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.posts ALTER COLUMN state SET NOT NULL;
--   back: ALTER TABLE public.posts ALTER COLUMN state SET DEFAULT 'draft'::text;
--   back: ALTER TABLE public.posts ADD CONSTRAINT posts_state_req_0001_required_req_0001 CHECK (state_req_0001 IS NOT NULL);
--   back: ALTER TABLE public.posts ALTER COLUMN state_req_0001 DROP NOT NULL;
--   back: CREATE FUNCTION public.zz_req_0001_sync_posts_state() RETURNS trigger LANGUAGE plpgsql AS $sync$
--         BEGIN
--           IF NOT (NEW.state_req_0001 IS DISTINCT FROM NEW.state::public.post_state) THEN
--             RETURN NEW;
--           END IF;
--           IF TG_OP = 'INSERT' THEN
--             IF NEW.state_req_0001 IS NOT NULL THEN
--               NEW.state := NEW.state_req_0001::text;
--             ELSE
--               NEW.state_req_0001 := NEW.state::public.post_state;
--             END IF;
--           ELSIF NEW.state_req_0001 IS DISTINCT FROM OLD.state_req_0001 THEN
--             NEW.state := NEW.state_req_0001::text;
--           ELSIF NEW.state IS DISTINCT FROM OLD.state THEN
--             NEW.state_req_0001 := NEW.state::public.post_state;
--           END IF;
--           RETURN NEW;
--         END
--         $sync$;
--   back: CREATE TRIGGER zz_req_0001_sync_posts_state BEFORE INSERT OR UPDATE ON public.posts FOR EACH ROW EXECUTE FUNCTION public.zz_req_0001_sync_posts_state();

-- S25 contract put-dependents-back: Put in place: view public.front
CREATE VIEW public.front AS
SELECT p.id,
    p.title,
    a.nick
   FROM (public.posts p
     JOIN public.writers a ON ((a.id = p.author)))
  WHERE (p.state = 'live'::public.post_state);
--   back: DROP VIEW public.front;

-- precheck conversion/public.posts.state: Every value of public.posts.state fits public.post_state
--   no-rows: SELECT id FROM public.posts WHERE state::text NOT IN ('draft', 'live', 'gone')
-- carries public.posts.state → public.posts.state: forward state::text, backward state::text
-- carries public.authors.id → public.writers.id: forward id, backward id
-- carries public.authors.nick → public.writers.nick: forward nick, backward nick
-- carries public.authors.mail → public.writers.mail: forward mail, backward mail
