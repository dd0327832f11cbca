-- S1 expand drop-trigger: Drop trigger moves_audit of public.moves
--   ACCESS EXCLUSIVE on public.moves for a moment: blocks reads-and-writes
--   warning: weakens-integrity (public.moves) What the trigger kept true is no longer kept.
--   way back: exact, until any time; loses what the trigger would have done meanwhile
DROP TRIGGER moves_audit ON public.moves;
--   back: CREATE TRIGGER moves_audit AFTER INSERT OR UPDATE ON public.moves FOR EACH ROW EXECUTE FUNCTION public.audit();

-- S2 expand create-trigger: Create trigger moves_audit on public.moves
--   SHARE ROW EXCLUSIVE on public.moves for a moment: blocks writes
CREATE CONSTRAINT TRIGGER moves_audit AFTER INSERT OR UPDATE ON public.moves DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.cents <> 0)) EXECUTE FUNCTION public.audit();
--   back: DROP TRIGGER moves_audit ON public.moves;

