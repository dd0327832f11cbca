-- S1 expand require-new-rows: Require id of new rows of public.things
--   ACCESS EXCLUSIVE on public.things for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.things.id) Writes that leave the field empty are refused.
ALTER TABLE public.things ADD CONSTRAINT things_id_not_null NOT NULL id NOT VALID;
--   back: ALTER TABLE public.things ALTER COLUMN id DROP NOT NULL;

-- S2 expand validate-required [transaction: own]: Prove that id is filled in every row of public.things
--   SHARE UPDATE EXCLUSIVE on public.things for a scan: blocks ddl
--   note: scans-object (public.things) Every row is read; readers and writers go on.
ALTER TABLE public.things VALIDATE CONSTRAINT things_id_not_null;

-- S3 expand clear-invalid-index [transaction: own]: Clear away index things_pkey_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.things_pkey_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.things_pkey_req_0001;
  END IF;
END
$left$;

-- S4 expand create-index-concurrently [transaction: none]: Build the unique index of things_pkey
--   SHARE UPDATE EXCLUSIVE on public.things for a build: blocks ddl
--   note: not-transactional (public.things) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.things) Every row is read to build the index.
--   note: needs-disk (public.things) Needs room for the index.
CREATE UNIQUE INDEX CONCURRENTLY things_pkey_req_0001 ON public.things (id);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.things_pkey_req_0001;

-- S5 expand check-index: Index things_pkey_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.things_pkey_req_0001') AND indisvalid

-- S6 contract deploy-gate: Wait for the release that fits the contract phase
-- waits for the release that fits the contract phase

-- S7 contract add-unique-using-index: Make the index the constraint things_pkey of public.things
--   ACCESS EXCLUSIVE on public.things for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.things) Writes that repeat a value are refused.
ALTER TABLE public.things ADD CONSTRAINT things_pkey PRIMARY KEY USING INDEX things_pkey_req_0001;
--   back: ALTER TABLE public.things DROP CONSTRAINT things_pkey;

-- precheck filled/public.things.id: Every row of public.things has a id
--   no-rows: SELECT ctid FROM public.things WHERE id IS NULL
-- precheck violations/public.things.things_pkey: Every row of public.things fulfils things_pkey
--   no-rows: SELECT id FROM public.things WHERE id IS NOT NULL GROUP BY id HAVING count(*) > 1
