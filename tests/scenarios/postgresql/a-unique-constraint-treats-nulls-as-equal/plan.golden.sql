-- S1 expand clear-invalid-index [transaction: own]: Clear away index members_badge_key_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.members_badge_key_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.members_badge_key_req_0001;
  END IF;
END
$left$;

-- S2 expand create-index-concurrently [transaction: none]: Build the unique index of members_badge_key
--   SHARE UPDATE EXCLUSIVE on public.members for a build: blocks ddl
--   note: not-transactional (public.members) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.members) Every row is read to build the index.
--   note: needs-disk (public.members) Needs room for the index.
CREATE UNIQUE INDEX CONCURRENTLY members_badge_key_req_0001 ON public.members (club, badge) NULLS NOT DISTINCT;
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.members_badge_key_req_0001;

-- S3 expand check-index: Index members_badge_key_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.members_badge_key_req_0001') AND indisvalid

-- S4 expand add-unique-using-index: Make the index the constraint members_badge_key of public.members
--   ACCESS EXCLUSIVE on public.members for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.members) Writes that repeat a value are refused.
ALTER TABLE public.members DROP CONSTRAINT members_badge_key;
ALTER TABLE public.members ADD CONSTRAINT members_badge_key UNIQUE USING INDEX members_badge_key_req_0001;
--   back: ALTER TABLE public.members DROP CONSTRAINT members_badge_key;
--   back: ALTER TABLE public.members ADD CONSTRAINT members_badge_key UNIQUE (club, badge);

-- precheck violations/public.members.members_badge_key: Every row of public.members fulfils members_badge_key
--   no-rows: SELECT club, badge FROM public.members GROUP BY club, badge HAVING count(*) > 1
