-- S1 expand alter-operator-family: Change operator family public.length_family.btree
--   note: slows-queries (operator-family:public.length_family.btree) Conditions that an index serves may change.
ALTER OPERATOR FAMILY public.length_family USING btree ADD OPERATOR 3 public.=#(text,text), FUNCTION 1 (text, text) public.by_length(text,text);
--   back: ALTER OPERATOR FAMILY public.length_family USING btree DROP OPERATOR 3 (text, text), FUNCTION 1 (text, text);

-- S2 expand comment: Comment public.length_family.btree
COMMENT ON OPERATOR FAMILY public.length_family USING btree IS 'Lengths';
--   back: COMMENT ON OPERATOR FAMILY public.length_family USING btree IS NULL;

