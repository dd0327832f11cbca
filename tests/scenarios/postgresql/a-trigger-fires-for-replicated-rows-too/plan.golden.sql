-- S1 expand drop-trigger: Drop trigger moves_audit of public.moves
--   ACCESS EXCLUSIVE on public.moves for a moment: blocks reads-and-writes
--   warning: weakens-integrity (public.moves) What the trigger kept true is no longer kept.
--   way back: exact, until any time; loses what the trigger would have done meanwhile
DROP TRIGGER moves_audit ON public.moves;
--   back: CREATE TRIGGER moves_audit AFTER UPDATE OF cents ON public.moves FOR EACH ROW EXECUTE FUNCTION public.audit();

-- S2 expand create-trigger: Create trigger moves_audit on public.moves
--   SHARE ROW EXCLUSIVE on public.moves for a moment: blocks writes
CREATE TRIGGER moves_audit AFTER UPDATE OF cents, account ON public.moves FOR EACH ROW WHEN ((old.cents IS DISTINCT FROM new.cents)) EXECUTE FUNCTION public.audit();
ALTER TABLE public.moves ENABLE ALWAYS TRIGGER moves_audit;
--   back: DROP TRIGGER moves_audit ON public.moves;

