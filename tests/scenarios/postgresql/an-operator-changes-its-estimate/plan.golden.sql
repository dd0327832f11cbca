-- S1 expand alter-operator: Change operator public."==="(text, text)
--   note: slows-queries (operator:public."==="(text, text)) The planner estimates conditions with it differently.
ALTER OPERATOR public.=== (text, text) SET (RESTRICT = contsel, JOIN = contjoinsel);
--   back: ALTER OPERATOR public.=== (text, text) SET (RESTRICT = eqsel, JOIN = NONE);

