-- S1 expand drop-constraint: Drop reference notes_author_fkey of public.notes
--   ACCESS EXCLUSIVE on public.notes for a moment: blocks reads-and-writes
--   ACCESS EXCLUSIVE on public.users for a moment: blocks reads-and-writes
--   warning: weakens-integrity (public.notes.notes_author_fkey) Rows that the rule kept out may come in.
ALTER TABLE public.notes DROP CONSTRAINT notes_author_fkey;
--   back: ALTER TABLE public.notes ADD CONSTRAINT notes_author_fkey FOREIGN KEY (author) REFERENCES public.users(id);

-- S2 expand clear-invalid-index [transaction: own]: Clear away index users_pkey_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.users_pkey_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.users_pkey_req_0001;
  END IF;
END
$left$;

-- S3 expand create-index-concurrently [transaction: none]: Build the unique index of users_pkey
--   SHARE UPDATE EXCLUSIVE on public.users for a build: blocks ddl
--   note: not-transactional (public.users) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.users) Every row is read to build the index.
--   note: needs-disk (public.users) Needs room for the index.
CREATE UNIQUE INDEX CONCURRENTLY users_pkey_req_0001 ON public.users (code);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.users_pkey_req_0001;

-- S4 expand check-index: Index users_pkey_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.users_pkey_req_0001') AND indisvalid

-- S5 expand add-unique-using-index: Make the index the constraint users_pkey of public.users
--   ACCESS EXCLUSIVE on public.users for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.users) Writes that repeat a value are refused.
ALTER TABLE public.users DROP CONSTRAINT users_pkey;
ALTER TABLE public.users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_pkey_req_0001;
--   back: ALTER TABLE public.users DROP CONSTRAINT users_pkey;
--   back: ALTER TABLE public.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);

-- S6 expand clear-invalid-index [transaction: own]: Clear away index users_id_key_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.users_id_key_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.users_id_key_req_0001;
  END IF;
END
$left$;

-- S7 expand create-index-concurrently [transaction: none]: Build the unique index of users_id_key
--   SHARE UPDATE EXCLUSIVE on public.users for a build: blocks ddl
--   note: not-transactional (public.users) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.users) Every row is read to build the index.
--   note: needs-disk (public.users) Needs room for the index.
CREATE UNIQUE INDEX CONCURRENTLY users_id_key_req_0001 ON public.users (id);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.users_id_key_req_0001;

-- S8 expand check-index: Index users_id_key_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.users_id_key_req_0001') AND indisvalid

-- S9 expand add-unique-using-index: Make the index the constraint users_id_key of public.users
--   ACCESS EXCLUSIVE on public.users for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.users) Writes that repeat a value are refused.
ALTER TABLE public.users ADD CONSTRAINT users_id_key UNIQUE USING INDEX users_id_key_req_0001;
--   back: ALTER TABLE public.users DROP CONSTRAINT users_id_key;

-- S10 expand add-constraint-not-valid: Hold new rows of public.notes to notes_author_fkey
--   SHARE ROW EXCLUSIVE on public.notes for a moment: blocks writes
--   SHARE ROW EXCLUSIVE on public.users for a moment: blocks writes
--   warning: breaks-running-code (public.notes) Writes that break notes_author_fkey are refused.
ALTER TABLE public.notes ADD CONSTRAINT notes_author_fkey FOREIGN KEY (author) REFERENCES public.users(id) NOT VALID;
--   back: ALTER TABLE public.notes DROP CONSTRAINT notes_author_fkey;

-- S11 expand validate-constraint [transaction: own]: Prove notes_author_fkey for the rows that are there
--   SHARE UPDATE EXCLUSIVE on public.notes for a scan: blocks ddl
--   note: scans-object (public.notes) Every row is read; readers and writers go on.
ALTER TABLE public.notes VALIDATE CONSTRAINT notes_author_fkey;

-- precheck violations/public.users.users_pkey: Every row of public.users fulfils users_pkey
--   no-rows: SELECT code FROM public.users WHERE code IS NOT NULL GROUP BY code HAVING count(*) > 1
-- precheck violations/public.users.users_id_key: Every row of public.users fulfils users_id_key
--   no-rows: SELECT id FROM public.users WHERE id IS NOT NULL GROUP BY id HAVING count(*) > 1
