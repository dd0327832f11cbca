-- S1 expand drop-trigger: Drop trigger moves_audit of public.moves
--   ACCESS EXCLUSIVE on public.moves for a moment: blocks reads-and-writes
--   warning: weakens-integrity (public.moves) What the trigger kept true is no longer kept.
--   way back: exact, until any time; loses what the trigger would have done meanwhile
DROP TRIGGER moves_audit ON public.moves;
--   back: CREATE TRIGGER moves_audit AFTER INSERT ON public.moves FOR EACH ROW EXECUTE FUNCTION public.audit();
--   back: COMMENT ON TRIGGER moves_audit ON public.moves IS 'watches';

-- S2 expand create-trigger: Create trigger moves_audit on public.moves
--   SHARE ROW EXCLUSIVE on public.moves for a moment: blocks writes
CREATE TRIGGER moves_audit AFTER INSERT ON public.moves REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.audit();
--   back: DROP TRIGGER moves_audit ON public.moves;

-- S3 expand comment: Comment public.moves.moves_audit
COMMENT ON TRIGGER moves_audit ON public.moves IS 'watches';
--   back: COMMENT ON TRIGGER moves_audit ON public.moves IS NULL;

