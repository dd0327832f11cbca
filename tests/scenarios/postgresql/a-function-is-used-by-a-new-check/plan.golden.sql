-- S1 expand create-function: Create function public.twice(integer)
CREATE OR REPLACE FUNCTION public.twice(a integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT a * 2 $function$;
--   back: DROP FUNCTION public.twice(integer);

-- S2 expand add-constraint: Add check item_even to public.item
--   ACCESS EXCLUSIVE on public.item for a scan: blocks reads-and-writes
--   warning: scans-object (public.item) Every row is read under the lock.
--   warning: blocks-writes (public.item) Nobody can write to the table while its rows are checked.
--   warning: blocks-reads (public.item) Nobody can read the table meanwhile.
--   warning: breaks-running-code (public.item) Writes that break the new rule are refused.
ALTER TABLE public.item ADD CONSTRAINT item_even CHECK ((public.twice(amount) >= 0));
--   back: ALTER TABLE public.item DROP CONSTRAINT item_even;

-- precheck violations/public.item.item_even: Every row of public.item fulfils item_even
--   no-rows: SELECT amount FROM public.item WHERE NOT ((public.twice(amount) >= 0))
