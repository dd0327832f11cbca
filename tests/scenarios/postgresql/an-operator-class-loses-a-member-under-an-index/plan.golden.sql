-- S1 contract take-dependents-away: Take away for a moment: index public.words_by_length
--   ACCESS EXCLUSIVE on public.words for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.words_by_length) Rests on what changes: gone until the last step of this transaction puts it back.
--   warning: blocks-reads (public.words) Nobody can read the table while its indexes or rules are made anew.
DROP INDEX public.words_by_length;
--   back: CREATE INDEX words_by_length ON public.words USING btree (word public.length_ops);

-- S2 contract drop-operator-class: Drop operator class public.length_ops.btree
DROP OPERATOR CLASS public.length_ops USING btree;
--   back: CREATE OPERATOR CLASS public.length_ops FOR TYPE text USING btree FAMILY public.length_ops AS OPERATOR 1 public.<#(text,text), OPERATOR 3 public.=#(text,text), OPERATOR 5 public.>#(text,text), FUNCTION 1 (text, text) public.by_length(text,text);

-- S3 contract create-operator-class: Create operator class public.length_ops.btree
CREATE OPERATOR CLASS public.length_ops FOR TYPE text USING btree FAMILY public.length_ops AS OPERATOR 3 public.=#(text,text), OPERATOR 5 public.>#(text,text), FUNCTION 1 (text, text) public.by_length(text,text);
--   back: DROP OPERATOR CLASS public.length_ops USING btree;

-- S4 contract put-dependents-back: Put in place: index public.words_by_length
CREATE INDEX words_by_length ON public.words USING btree (word public.length_ops);
--   back: DROP INDEX public.words_by_length;

