-- S1 expand create-function: Create function public.near_letters(text, text)
CREATE OR REPLACE FUNCTION public.near_letters(text, text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT left($1, 1) = left($2, 1) $function$;
--   back: DROP FUNCTION public.near_letters(text, text);

-- S2 contract deploy-gate: Wait for the release that fits the contract phase
-- waits for the release that fits the contract phase

-- S3 contract take-dependents-away: Take away for a moment: constraint public.words.not_empty, view public.greetings
--   ACCESS EXCLUSIVE on public.greetings for a transaction: blocks reads-and-writes
--   ACCESS EXCLUSIVE on public.words for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.words.not_empty) Rests on what changes: gone until the last step of this transaction puts it back.
--   note: breaks-dependents (public.greetings) Rests on what changes: gone until the last step of this transaction puts it back.
--   warning: blocks-reads (public.words) Nobody can read the table while its indexes or rules are made anew.
DROP VIEW public.greetings;
ALTER TABLE public.words DROP CONSTRAINT not_empty;
--   back: ALTER TABLE public.words ADD CONSTRAINT not_empty CHECK ((NOT (word OPERATOR(public.===) ''::text)));
--   back: CREATE VIEW public.greetings AS
--         SELECT id
--            FROM public.words
--           WHERE (word OPERATOR(public.===) 'hello'::text);

-- S4 contract drop-operator: Drop operator public."==="(text, text)
--   warning: breaks-running-code (operator:public."==="(text, text)) Queries that use the operator fail.
DROP OPERATOR public.=== (text, text);
--   back: CREATE OPERATOR public.=== (FUNCTION = public.same_letters, LEFTARG = text, RIGHTARG = text);

-- S5 contract create-operator: Create operator public."==="(text, text)
CREATE OPERATOR public.=== (FUNCTION = public.near_letters, LEFTARG = text, RIGHTARG = text);
--   back: DROP OPERATOR public.=== (text, text);

-- S6 contract put-dependents-back: Put in place: constraint public.words.not_empty, view public.greetings
ALTER TABLE public.words ADD CONSTRAINT not_empty CHECK ((NOT (word OPERATOR(public.===) ''::text)));
CREATE VIEW public.greetings AS
SELECT id
   FROM public.words
  WHERE (word OPERATOR(public.===) 'hello'::text);
--   back: DROP VIEW public.greetings;
--   back: ALTER TABLE public.words DROP CONSTRAINT not_empty;

