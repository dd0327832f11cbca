-- S1 expand add-companion: Add twice_req_0001 to public.lines, computed by its new expression
--   ACCESS EXCLUSIVE on public.lines for a rewrite: blocks reads-and-writes
--   warning: rewrites-object (public.lines) The computed values are stored: every row is written anew.
--   warning: blocks-reads (public.lines) Nobody can read the table while it is rewritten.
--   warning: needs-disk (public.lines) Needs room for a second copy of the table.
--   note: breaks-running-code (public.lines) A prepared SELECT * of it fails once: cached plan must not change result type.
--   note: changes-data (public.lines) A transaction whose snapshot is older than the rewrite finds the table empty.
ALTER TABLE public.lines ADD COLUMN twice_req_0001 integer GENERATED ALWAYS AS ((n * 2)) STORED;
--   back: ALTER TABLE public.lines DROP COLUMN twice_req_0001;

-- S2 expand clear-invalid-index [transaction: own]: Clear away index lines_by_twice_req_0001 if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.lines_by_twice_req_0001') AND NOT indisvalid) THEN
    DROP INDEX public.lines_by_twice_req_0001;
  END IF;
END
$left$;

-- S3 expand create-index-concurrently [transaction: none]: Build lines_by_twice over the new fields of public.lines
--   SHARE UPDATE EXCLUSIVE on public.lines for a build: blocks ddl
--   note: not-transactional (public.lines) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.lines) Every row is read to build the index.
--   note: needs-disk (public.lines) Needs room for the index.
CREATE INDEX CONCURRENTLY lines_by_twice_req_0001 ON public.lines USING btree (twice_req_0001);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.lines_by_twice_req_0001;

-- S4 expand check-index: Index lines_by_twice_req_0001 is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.lines_by_twice_req_0001') AND indisvalid

-- S5 contract deploy-gate: Wait for the release that no longer uses public.lines.twice
-- waits for the release that no longer uses public.lines.twice

-- S6 contract analyze: Gather statistics of public.lines: the new fields have none yet
--   SHARE UPDATE EXCLUSIVE on public.lines for a scan: blocks ddl
ANALYZE public.lines;

-- S7 contract add-check-not-valid: Hold new rows of public.lines to: twice is never empty
--   ACCESS EXCLUSIVE on public.lines for a moment: blocks reads-and-writes
ALTER TABLE public.lines ADD CONSTRAINT lines_twice_req_0001_required_req_0001 CHECK (twice_req_0001 IS NOT NULL) NOT VALID;
--   back: ALTER TABLE public.lines DROP CONSTRAINT lines_twice_req_0001_required_req_0001;

-- S8 contract validate-check [transaction: own]: Prove for the rows that are there: twice is never empty
--   SHARE UPDATE EXCLUSIVE on public.lines for a scan: blocks ddl
--   note: scans-object (public.lines) Every row is read; readers and writers go on.
ALTER TABLE public.lines VALIDATE CONSTRAINT lines_twice_req_0001_required_req_0001;

-- S9 contract take-dependents-away: Take away for a moment: view public.doubled
--   ACCESS EXCLUSIVE on public.doubled for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.doubled) Rests on what changes: gone until the last step of this transaction puts it back.
DROP VIEW public.doubled;
--   back: CREATE VIEW public.doubled AS
--         SELECT id,
--             twice
--            FROM public.lines;

-- S10 contract cut-over: Let twice of public.lines take the place of twice
--   ACCESS EXCLUSIVE on public.lines for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.lines) Code that still uses twice fails.
--   warning: deletes-data (public.lines) The values of twice are kept only as what was made of them.
--   note: breaks-running-code (public.lines) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
ALTER TABLE public.lines ALTER COLUMN twice_req_0001 SET NOT NULL;
ALTER TABLE public.lines DROP CONSTRAINT lines_twice_req_0001_required_req_0001;
ALTER TABLE public.lines DROP COLUMN twice;
ALTER TABLE public.lines RENAME COLUMN twice_req_0001 TO twice;
ALTER TABLE public.lines RENAME CONSTRAINT lines_twice_req_0001_not_null TO lines_twice_not_null;
ALTER INDEX public.lines_by_twice_req_0001 RENAME TO lines_by_twice;
--   back: ALTER INDEX public.lines_by_twice RENAME TO lines_by_twice_req_0001;
--   back: ALTER TABLE public.lines RENAME CONSTRAINT lines_twice_not_null TO lines_twice_req_0001_not_null;
--   back: ALTER TABLE public.lines RENAME COLUMN twice TO twice_req_0001;
--   back: ALTER TABLE public.lines ADD COLUMN twice integer GENERATED ALWAYS AS ((n * 2)) VIRTUAL;
--   back: ALTER TABLE public.lines ADD CONSTRAINT lines_twice_req_0001_required_req_0001 CHECK (twice_req_0001 IS NOT NULL);
--   back: ALTER TABLE public.lines ALTER COLUMN twice_req_0001 DROP NOT NULL;

-- S11 contract put-dependents-back: Put in place: view public.doubled
CREATE VIEW public.doubled AS
SELECT id,
    twice
   FROM public.lines;
--   back: DROP VIEW public.doubled;

