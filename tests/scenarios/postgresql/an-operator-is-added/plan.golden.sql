-- S1 expand create-operator: Create operator public."==="(text, text)
CREATE OPERATOR public.=== (FUNCTION = public.same_letters, LEFTARG = text, RIGHTARG = text, COMMUTATOR = OPERATOR(public.===), RESTRICT = eqsel, JOIN = eqjoinsel);
--   back: DROP OPERATOR public.=== (text, text);

-- S2 expand create-view: Create view public.greetings
CREATE VIEW public.greetings AS
SELECT id
   FROM public.words
  WHERE (word OPERATOR(public.===) 'hello'::text);
--   back: DROP VIEW public.greetings;

-- S3 expand comment: Comment public."==="(text, text)
COMMENT ON OPERATOR public.=== (text, text) IS 'Equal whatever the case';
--   back: COMMENT ON OPERATOR public.=== (text, text) IS NULL;

