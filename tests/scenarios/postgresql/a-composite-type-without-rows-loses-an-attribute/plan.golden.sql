-- S1 contract deploy-gate: Wait for the release that fits the contract phase
-- waits for the release that fits the contract phase

-- S2 contract take-dependents-away: Take away for a moment: function public.here()
--   note: breaks-dependents (public.here()) Rests on what changes: gone until the last step of this transaction puts it back.
DROP FUNCTION public.here();
--   back: CREATE OR REPLACE FUNCTION public.here()
--          RETURNS public.address
--          LANGUAGE sql
--         AS $function$ SELECT ROW('Elm 1', 'Rome')::address $function$;

-- S3 contract alter-composite-type: Change type public.address
--   warning: breaks-running-code (composite-type:public.address) Code that uses the attribute city fails.
ALTER TYPE public.address DROP ATTRIBUTE city;
--   back: ALTER TYPE public.address ADD ATTRIBUTE city text;

-- S4 contract put-dependents-back: Put in place: function public.here()
CREATE OR REPLACE FUNCTION public.here()
 RETURNS public.address
 LANGUAGE sql
AS $function$ SELECT ROW('Elm 1')::address $function$;
--   back: DROP FUNCTION public.here();

