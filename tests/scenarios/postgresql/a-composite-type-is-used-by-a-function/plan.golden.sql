-- S1 contract take-dependents-away: Take away for a moment: function public.make()
--   note: breaks-dependents (public.make()) Rests on what changes: gone until the last step of this transaction puts it back.
DROP FUNCTION public.make();
--   back: CREATE OR REPLACE FUNCTION public.make()
--          RETURNS public.pair
--          LANGUAGE sql
--         AS $function$ SELECT ROW(1, 'x')::public.pair $function$;

-- S2 contract alter-composite-type: Change type public.pair
ALTER TYPE public.pair ADD ATTRIBUTE c boolean;
--   back: ALTER TYPE public.pair DROP ATTRIBUTE c;

-- S3 contract put-dependents-back: Put in place: function public.make()
CREATE OR REPLACE FUNCTION public.make()
 RETURNS public.pair
 LANGUAGE sql
AS $function$ SELECT ROW(1, 'x', true)::public.pair $function$;
--   back: DROP FUNCTION public.make();

