-- S1 expand create-function: Create function public.norm(text)
CREATE OR REPLACE FUNCTION public.norm(text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT lower(btrim($1))$function$;
--   back: DROP FUNCTION public.norm(text);

-- S2 expand add-constraint-not-valid: Hold new rows of public.accounts to accounts_owner_check
--   ACCESS EXCLUSIVE on public.accounts for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.accounts) Writes that break accounts_owner_check are refused.
ALTER TABLE public.accounts ADD CONSTRAINT accounts_owner_check CHECK ((public.norm(owner) <> ''::text)) NOT VALID;
--   back: ALTER TABLE public.accounts DROP CONSTRAINT accounts_owner_check;

-- S3 expand validate-constraint [transaction: own]: Prove accounts_owner_check for the rows that are there
--   SHARE UPDATE EXCLUSIVE on public.accounts for a scan: blocks ddl
--   note: scans-object (public.accounts) Every row is read; readers and writers go on.
ALTER TABLE public.accounts VALIDATE CONSTRAINT accounts_owner_check;

-- S4 expand create-function: Create function public.slug(text)
CREATE OR REPLACE FUNCTION public.slug(text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT replace(public.norm($1), ' ', '-') $function$;
--   back: DROP FUNCTION public.slug(text);

-- S5 expand clear-invalid-index [transaction: own]: Clear away index accounts_by_slug if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.accounts_by_slug') AND NOT indisvalid) THEN
    DROP INDEX public.accounts_by_slug;
  END IF;
END
$left$;

-- S6 expand create-index-concurrently [transaction: none]: Build index accounts_by_slug on public.accounts
--   SHARE UPDATE EXCLUSIVE on public.accounts for a build: blocks ddl
--   note: not-transactional (public.accounts) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.accounts) Every row is read to build the index.
--   note: needs-disk (public.accounts) Needs room for the index.
CREATE INDEX CONCURRENTLY accounts_by_slug ON public.accounts USING btree (public.slug(owner));
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.accounts_by_slug;

-- S7 expand check-index: Index accounts_by_slug is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.accounts_by_slug') AND indisvalid

-- S8 expand analyze [transaction: own]: Gather statistics of public.accounts: those of an expression exist only once it has an index
--   SHARE UPDATE EXCLUSIVE on public.accounts for a scan: blocks ddl
ANALYZE public.accounts;

-- precheck violations/public.accounts.accounts_owner_check: Every row of public.accounts fulfils accounts_owner_check
--   no-rows: SELECT owner FROM public.accounts WHERE NOT ((public.norm(owner) <> ''::text))
