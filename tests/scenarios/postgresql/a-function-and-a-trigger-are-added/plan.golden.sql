-- S1 expand create-function: Create function public.touch()
CREATE OR REPLACE FUNCTION public.touch()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ BEGIN NEW.updated_at := now(); RETURN NEW; END $function$;
--   back: DROP FUNCTION public.touch();

-- S2 expand create-trigger: Create trigger touch on public.customers
--   SHARE ROW EXCLUSIVE on public.customers for a moment: blocks writes
CREATE TRIGGER touch BEFORE UPDATE ON public.customers FOR EACH ROW EXECUTE FUNCTION public.touch();
--   back: DROP TRIGGER touch ON public.customers;

