-- S1 expand add-column: Add column public.countries.id
--   ACCESS EXCLUSIVE on public.countries for a rewrite: blocks reads-and-writes
--   warning: rewrites-object (public.countries) The new column has a value of its own in every row.
--   warning: blocks-reads (public.countries) Nobody can read the table while it is rewritten.
--   warning: needs-disk (public.countries) Needs room for a second copy of the table.
--   note: breaks-running-code (public.countries) A prepared SELECT * of it fails once: cached plan must not change result type.
--   note: changes-data (public.countries) A transaction whose snapshot is older than the rewrite finds the table empty.
--   way back: exact, until any time; loses values written to the new column
ALTER TABLE public.countries ADD COLUMN id integer GENERATED ALWAYS AS IDENTITY NOT NULL;
--   back: ALTER TABLE public.countries DROP COLUMN id;

-- S2 expand clear-invalid-index [transaction: own]: Clear away index countries_pkey_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.countries_pkey_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.countries_pkey_req_0001;
  END IF;
END
$left$;

-- S3 expand create-index-concurrently [transaction: none]: Build the unique index of countries_pkey
--   SHARE UPDATE EXCLUSIVE on public.countries for a build: blocks ddl
--   note: not-transactional (public.countries) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.countries) Every row is read to build the index.
--   note: needs-disk (public.countries) Needs room for the index.
CREATE UNIQUE INDEX CONCURRENTLY countries_pkey_req_0001 ON public.countries (id);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.countries_pkey_req_0001;

-- S4 expand check-index: Index countries_pkey_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.countries_pkey_req_0001') AND indisvalid

-- S5 expand clear-invalid-index [transaction: own]: Clear away index countries_code_key_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.countries_code_key_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.countries_code_key_req_0001;
  END IF;
END
$left$;

-- S6 expand create-index-concurrently [transaction: none]: Build the unique index of countries_code_key
--   SHARE UPDATE EXCLUSIVE on public.countries for a build: blocks ddl
--   note: not-transactional (public.countries) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.countries) Every row is read to build the index.
--   note: needs-disk (public.countries) Needs room for the index.
CREATE UNIQUE INDEX CONCURRENTLY countries_code_key_req_0001 ON public.countries (code);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.countries_code_key_req_0001;

-- S7 expand check-index: Index countries_code_key_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.countries_code_key_req_0001') AND indisvalid

-- S8 contract deploy-gate: Wait for the release that fits the contract phase
-- waits for the release that fits the contract phase

-- S9 contract drop-constraint: Drop reference branches_country_fkey of public.branches
--   ACCESS EXCLUSIVE on public.branches for a moment: blocks reads-and-writes
--   ACCESS EXCLUSIVE on public.countries for a moment: blocks reads-and-writes
--   warning: weakens-integrity (public.branches.branches_country_fkey) Rows that the rule kept out may come in.
ALTER TABLE public.branches DROP CONSTRAINT branches_country_fkey;
--   back: ALTER TABLE public.branches ADD CONSTRAINT branches_country_fkey FOREIGN KEY (country) REFERENCES public.countries(code);

-- S10 contract add-unique-using-index: Make the index the constraint countries_pkey of public.countries
--   ACCESS EXCLUSIVE on public.countries for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.countries) Writes that repeat a value are refused.
ALTER TABLE public.countries DROP CONSTRAINT countries_pkey;
ALTER TABLE public.countries ADD CONSTRAINT countries_pkey PRIMARY KEY USING INDEX countries_pkey_req_0001;
--   back: ALTER TABLE public.countries DROP CONSTRAINT countries_pkey;
--   back: ALTER TABLE public.countries ADD CONSTRAINT countries_pkey PRIMARY KEY (code);

-- S11 contract add-unique-using-index: Make the index the constraint countries_code_key of public.countries
--   ACCESS EXCLUSIVE on public.countries for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.countries) Writes that repeat a value are refused.
ALTER TABLE public.countries ADD CONSTRAINT countries_code_key UNIQUE USING INDEX countries_code_key_req_0001;
--   back: ALTER TABLE public.countries DROP CONSTRAINT countries_code_key;

-- S12 contract add-constraint-not-valid: Hold new rows of public.branches to branches_country_fkey
--   SHARE ROW EXCLUSIVE on public.branches for a moment: blocks writes
--   SHARE ROW EXCLUSIVE on public.countries for a moment: blocks writes
--   warning: breaks-running-code (public.branches) Writes that break branches_country_fkey are refused.
ALTER TABLE public.branches ADD CONSTRAINT branches_country_fkey FOREIGN KEY (country) REFERENCES public.countries(code) NOT VALID;
--   back: ALTER TABLE public.branches DROP CONSTRAINT branches_country_fkey;

-- S13 contract validate-constraint [transaction: own]: Prove branches_country_fkey for the rows that are there
--   SHARE UPDATE EXCLUSIVE on public.branches for a scan: blocks ddl
--   note: scans-object (public.branches) Every row is read; readers and writers go on.
ALTER TABLE public.branches VALIDATE CONSTRAINT branches_country_fkey;

-- precheck violations/public.countries.countries_pkey: Every row of public.countries fulfils countries_pkey
--   no-rows: SELECT id FROM public.countries WHERE id IS NOT NULL GROUP BY id HAVING count(*) > 1
-- precheck violations/public.countries.countries_code_key: Every row of public.countries fulfils countries_code_key
--   no-rows: SELECT code FROM public.countries WHERE code IS NOT NULL GROUP BY code HAVING count(*) > 1
-- carries public.countries.∅ → public.countries.id: forward none, backward none
