-- S1 expand create-function: Create function public.may(text)
CREATE OR REPLACE FUNCTION public.may(a text)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$ SELECT a <> '' $function$;
--   back: DROP FUNCTION public.may(text);

-- S2 expand create-policy: Create policy readable on public.item
--   ACCESS EXCLUSIVE on public.item for a moment: blocks reads-and-writes
CREATE POLICY readable ON public.item FOR SELECT TO PUBLIC USING (public.may(name));
--   back: DROP POLICY readable ON public.item;

-- S3 expand alter-table: Change table public.item
--   ACCESS EXCLUSIVE on public.item for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.item) Rows that no policy allows are hidden from everybody but the owner.
ALTER TABLE public.item ENABLE ROW LEVEL SECURITY;
--   back: ALTER TABLE public.item DISABLE ROW LEVEL SECURITY;

