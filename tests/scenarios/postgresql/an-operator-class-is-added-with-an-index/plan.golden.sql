-- S1 expand create-operator-family: Create operator family public.length_ops.btree
CREATE OPERATOR FAMILY public.length_ops USING btree;
--   back: DROP OPERATOR FAMILY public.length_ops USING btree;

-- S2 expand create-operator-class: Create operator class public.length_ops.btree
CREATE OPERATOR CLASS public.length_ops FOR TYPE text USING btree FAMILY public.length_ops AS OPERATOR 1 public.<#(text,text), OPERATOR 3 public.=#(text,text), OPERATOR 5 public.>#(text,text), FUNCTION 1 (text, text) public.by_length(text,text);
--   back: DROP OPERATOR CLASS public.length_ops USING btree;

-- S3 expand clear-invalid-index [transaction: own]: Clear away index words_by_length if an earlier build left it invalid
DO $left$
BEGIN
  IF EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('public.words_by_length') AND NOT indisvalid) THEN
    DROP INDEX public.words_by_length;
  END IF;
END
$left$;

-- S4 expand create-index-concurrently [transaction: none]: Build index words_by_length on public.words
--   SHARE UPDATE EXCLUSIVE on public.words for a build: blocks ddl
--   note: not-transactional (public.words) A build that fails leaves an invalid index, which the step before clears away on the next attempt.
--   note: scans-object (public.words) Every row is read to build the index.
--   note: needs-disk (public.words) Needs room for the index.
CREATE INDEX CONCURRENTLY words_by_length ON public.words USING btree (word public.length_ops);
--   back: DROP INDEX CONCURRENTLY IF EXISTS public.words_by_length;

-- S5 expand check-index: Index words_by_length is valid
-- true: SELECT count(*) = 1 AS valid FROM pg_index WHERE indexrelid = to_regclass('public.words_by_length') AND indisvalid

-- S6 expand comment: Comment public.length_ops.btree
COMMENT ON OPERATOR CLASS public.length_ops USING btree IS 'By length';
--   back: COMMENT ON OPERATOR CLASS public.length_ops USING btree IS NULL;

