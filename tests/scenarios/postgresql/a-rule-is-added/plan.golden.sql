-- S1 expand create-rule: Create rule public.big.keep
--   ACCESS EXCLUSIVE on public.big for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.big) Statements on the relation are rewritten from now on.
CREATE RULE keep AS
    ON DELETE TO public.big DO INSTEAD NOTHING;
--   back: DROP RULE keep ON public.big;

