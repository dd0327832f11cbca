-- S1 expand create-function: Create function public.twice(integer)
CREATE OR REPLACE FUNCTION public.twice(a integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT a * 2 $function$;
--   back: DROP FUNCTION public.twice(integer);

-- S2 expand add-column: Add column public.item.double
--   ACCESS EXCLUSIVE on public.item for a rewrite: blocks reads-and-writes
--   warning: rewrites-object (public.item) The new column has a value of its own in every row.
--   warning: blocks-reads (public.item) Nobody can read the table while it is rewritten.
--   warning: needs-disk (public.item) Needs room for a second copy of the table.
--   note: breaks-running-code (public.item) A prepared SELECT * of it fails once: cached plan must not change result type.
--   note: changes-data (public.item) A transaction whose snapshot is older than the rewrite finds the table empty.
--   way back: exact, until any time; loses values written to the new column
ALTER TABLE public.item ADD COLUMN double integer GENERATED ALWAYS AS (public.twice(amount)) STORED;
--   back: ALTER TABLE public.item DROP COLUMN double;

-- carries public.item.∅ → public.item.double: forward none, backward none
