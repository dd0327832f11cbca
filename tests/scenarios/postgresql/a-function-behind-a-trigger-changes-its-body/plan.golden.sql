-- S1 expand replace-function: Replace function public.mark()
CREATE OR REPLACE FUNCTION public.mark()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ BEGIN NEW.note := 'b'; RETURN NEW; END $function$;
--   back: CREATE OR REPLACE FUNCTION public.mark()
--          RETURNS trigger
--          LANGUAGE plpgsql
--         AS $function$ BEGIN NEW.note := 'a'; RETURN NEW; END $function$;

-- S2 expand drop-trigger: Drop trigger mark of public.item
--   ACCESS EXCLUSIVE on public.item for a moment: blocks reads-and-writes
--   warning: weakens-integrity (public.item) What the trigger kept true is no longer kept.
--   way back: exact, until any time; loses what the trigger would have done meanwhile
DROP TRIGGER mark ON public.item;
--   back: CREATE TRIGGER mark BEFORE UPDATE ON public.item FOR EACH ROW EXECUTE FUNCTION public.mark();

-- S3 expand create-trigger: Create trigger mark on public.item
--   SHARE ROW EXCLUSIVE on public.item for a moment: blocks writes
CREATE TRIGGER mark BEFORE UPDATE OF name ON public.item FOR EACH ROW WHEN ((old.name IS DISTINCT FROM new.name)) EXECUTE FUNCTION public.mark();
--   back: DROP TRIGGER mark ON public.item;

