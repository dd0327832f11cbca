-- S1 contract deploy-gate: Wait for the release that no longer uses public.a.code, public.a.n, public.a_n_seq, public.b.x
-- waits for the release that no longer uses public.a.code, public.a.n, public.a_n_seq, public.b.x

-- S2 contract keep-dropped-column [transaction: own]: Keep the values of public.a.code in dblead_kept.a_code_c1f34e6c
--   ACCESS SHARE on public.a for a scan: blocks ddl
--   note: scans-object (public.a) Every row is read and its value copied.
--   note: needs-disk (public.a) Needs room for the key and the value of every row.
CREATE SCHEMA IF NOT EXISTS dblead_kept;
CREATE TABLE dblead_kept.a_code_c1f34e6c AS SELECT k, l, code FROM public.a WHERE code IS NOT NULL;
ALTER TABLE dblead_kept.a_code_c1f34e6c ADD PRIMARY KEY (k, l);
COMMENT ON TABLE dblead_kept.a_code_c1f34e6c IS 'Values of public.a.code from before it was dropped.';
--   back: DROP TABLE dblead_kept.a_code_c1f34e6c;

-- S3 contract keep-dropped-column [transaction: own]: Keep the values of public.a.n in dblead_kept.a_n_c1f34e6c
--   ACCESS SHARE on public.a for a scan: blocks ddl
--   note: scans-object (public.a) Every row is read and its value copied.
--   note: needs-disk (public.a) Needs room for the key and the value of every row.
CREATE SCHEMA IF NOT EXISTS dblead_kept;
CREATE TABLE dblead_kept.a_n_c1f34e6c AS SELECT k, l, n FROM public.a WHERE n IS NOT NULL;
ALTER TABLE dblead_kept.a_n_c1f34e6c ADD PRIMARY KEY (k, l);
COMMENT ON TABLE dblead_kept.a_n_c1f34e6c IS 'Values of public.a.n from before it was dropped.';
--   back: DROP TABLE dblead_kept.a_n_c1f34e6c;

-- S4 contract drop-constraint: Drop unique constraint a_code_key of public.a
--   ACCESS EXCLUSIVE on public.a for a moment: blocks reads-and-writes
--   warning: weakens-integrity (public.a.a_code_key) Rows that the rule kept out may come in.
ALTER TABLE public.a DROP CONSTRAINT a_code_key;
--   back: ALTER TABLE public.a ADD CONSTRAINT a_code_key UNIQUE (code);

-- S5 contract drop-column: Drop column public.a.code
--   ACCESS EXCLUSIVE on public.a for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.a.code) Code that still names the column fails.
--   note: deletes-data (public.a.code) It is kept in dblead_kept.a_code_c1f34e6c until somebody drops that.
--   note: breaks-running-code (public.a) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until dblead_kept.a_code_c1f34e6c is dropped; loses values written between the copy and the drop; rows added since have no value of their own
ALTER TABLE public.a DROP COLUMN code;
--   back: ALTER TABLE public.a ADD COLUMN code text;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.a'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.a', dblead_one);
--           END LOOP;
--           UPDATE public.a SET code = kept.code FROM dblead_kept.a_code_c1f34e6c AS kept
--           WHERE public.a.k = kept.k AND public.a.l = kept.l;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.a', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.a'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.a', dblead_one);
--           END LOOP;
--           UPDATE public.a SET code = ''
--           WHERE code IS NULL;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.a', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.a ALTER COLUMN code SET NOT NULL;
--   back: COMMENT ON COLUMN public.a.code IS 'the code';

-- S6 contract drop-index: Drop index a_n of public.a
--   ACCESS EXCLUSIVE on public.a for a moment: blocks reads-and-writes
--   warning: slows-queries (public.a) Queries that used the index read the table instead.
DROP INDEX public.a_n;
--   back: CREATE INDEX a_n ON public.a USING btree (n) WHERE (n > 3);

-- S7 contract drop-column: Drop column public.a.n
--   ACCESS EXCLUSIVE on public.a for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.a.n) Code that still names the column fails.
--   note: deletes-data (public.a.n) It is kept in dblead_kept.a_n_c1f34e6c until somebody drops that.
--   note: breaks-running-code (public.a) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until dblead_kept.a_n_c1f34e6c is dropped; loses values written between the copy and the drop; rows added since have no value of their own
ALTER TABLE public.a DROP COLUMN n;
--   back: CREATE SEQUENCE public.a_n_seq AS integer START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 CACHE 1 NO CYCLE;
--   back: ALTER TABLE public.a ADD COLUMN n integer;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.a'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.a', dblead_one);
--           END LOOP;
--           UPDATE public.a SET n = kept.n FROM dblead_kept.a_n_c1f34e6c AS kept
--           WHERE public.a.k = kept.k AND public.a.l = kept.l;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.a', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.a'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.a', dblead_one);
--           END LOOP;
--           UPDATE public.a SET n = nextval('public.a_n_seq'::regclass)
--           WHERE n IS NULL;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.a', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.a ALTER COLUMN n SET DEFAULT nextval('public.a_n_seq'::regclass);
--   back: ALTER TABLE public.a ALTER COLUMN n SET NOT NULL;
--   back: ALTER SEQUENCE public.a_n_seq OWNED BY public.a.n;
--   back: SELECT setval(pg_get_serial_sequence('public.a', 'n'), coalesce(max(n), 0) + 1, false) FROM public.a;

-- S8 contract drop-column: Drop column public.b.x
--   ACCESS EXCLUSIVE on public.b for a moment: blocks reads-and-writes
--   error: deletes-data (public.b.x) Every value of the column is gone.
--   warning: irreversible (public.b.x) The way back restores the column, not its values.
--   warning: breaks-running-code (public.b.x) Code that still names the column fails.
--   warning: irreversible (public.b.x) Nothing of it can be kept: public.b has no key that stays, by which its values would be found again.
--   note: breaks-running-code (public.b) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: schema-only, until the step runs; loses every value of the column
ALTER TABLE public.b DROP COLUMN x;
--   back: ALTER TABLE public.b ADD COLUMN x integer;

-- precheck would-be-lost/public.b.x: No row of public.b holds a x that would go
--   no-rows: SELECT count(*) AS would_be_lost FROM public.b WHERE x IS NOT NULL HAVING count(*) > 0
-- carries public.a.code → public.a.∅: forward none, backward none
-- carries public.a.n → public.a.∅: forward none, backward none
-- carries public.b.x → public.b.∅: forward none, backward none
