-- S1 expand clear-invalid-index [transaction: own]: Clear away index accounts_by_owner_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.accounts_by_owner_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.accounts_by_owner_req_0001;
  END IF;
END
$left$;

-- S2 expand create-index-concurrently [transaction: none]: Build the new form of index accounts_by_owner beside the old one
--   SHARE UPDATE EXCLUSIVE on public.accounts for a build: blocks ddl
--   note: not-transactional (public.accounts) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.accounts) Every row is read to build the index.
--   note: needs-disk (public.accounts) Needs room for the index.
CREATE UNIQUE INDEX CONCURRENTLY accounts_by_owner_req_0001 ON public.accounts USING btree (owner);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.accounts_by_owner_req_0001;

-- S3 expand check-index: Index accounts_by_owner_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.accounts_by_owner_req_0001') AND indisvalid

-- S4 expand drop-index-concurrently [transaction: none]: Drop the old form of index accounts_by_owner
--   SHARE UPDATE EXCLUSIVE on public.accounts for a moment: blocks ddl
DROP INDEX CONCURRENTLY public.accounts_by_owner;
--   back: CREATE INDEX CONCURRENTLY accounts_by_owner ON public.accounts USING btree (owner);

-- S5 expand rename-index: Give the new index the name accounts_by_owner
--   SHARE UPDATE EXCLUSIVE on public.accounts for a moment: blocks ddl
ALTER INDEX public.accounts_by_owner_req_0001 RENAME TO accounts_by_owner;
--   back: ALTER INDEX public.accounts_by_owner RENAME TO accounts_by_owner_req_0001;

-- S6 expand clear-invalid-index [transaction: own]: Clear away index moves_by_account_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.moves_by_account_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.moves_by_account_req_0001;
  END IF;
END
$left$;

-- S7 expand create-index-concurrently [transaction: none]: Build the new form of index moves_by_account beside the old one
--   SHARE UPDATE EXCLUSIVE on public.moves for a build: blocks ddl
--   note: not-transactional (public.moves) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.moves) Every row is read to build the index.
--   note: needs-disk (public.moves) Needs room for the index.
CREATE INDEX CONCURRENTLY moves_by_account_req_0001 ON public.moves USING btree (account, at DESC NULLS LAST) INCLUDE (cents);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.moves_by_account_req_0001;

-- S8 expand check-index: Index moves_by_account_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.moves_by_account_req_0001') AND indisvalid

-- S9 expand drop-index-concurrently [transaction: none]: Drop the old form of index moves_by_account
--   SHARE UPDATE EXCLUSIVE on public.moves for a moment: blocks ddl
DROP INDEX CONCURRENTLY public.moves_by_account;
--   back: CREATE INDEX CONCURRENTLY moves_by_account ON public.moves USING btree (account, at);

-- S10 expand rename-index: Give the new index the name moves_by_account
--   SHARE UPDATE EXCLUSIVE on public.moves for a moment: blocks ddl
ALTER INDEX public.moves_by_account_req_0001 RENAME TO moves_by_account;
--   back: ALTER INDEX public.moves_by_account RENAME TO moves_by_account_req_0001;

-- precheck duplicates/public.accounts_by_owner: No two rows of public.accounts have the same owner
--   no-rows: SELECT owner FROM public.accounts WHERE (owner) IS NOT NULL GROUP BY owner HAVING count(*) > 1
