-- S1 expand create-function: Create function public.twice(integer, integer)
CREATE OR REPLACE FUNCTION public.twice(a integer, b integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT a * b $function$;
--   back: DROP FUNCTION public.twice(integer, integer);

-- S2 contract take-dependents-away: Take away for a moment: view public.doubled
--   ACCESS EXCLUSIVE on public.doubled for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.doubled) Rests on what changes: gone until the last step of this transaction puts it back.
DROP VIEW public.doubled;
--   back: CREATE VIEW public.doubled AS
--         SELECT id,
--             public.twice(amount) AS v
--            FROM public.item;

-- S3 contract put-dependents-back: Put in place: view public.doubled
CREATE VIEW public.doubled AS
SELECT id,
    public.twice(amount, 2) AS v
   FROM public.item;
--   back: DROP VIEW public.doubled;

-- S4 contract drop-function: Drop function public.twice(integer)
--   warning: breaks-running-code (public.twice(integer)) Code that calls the function fails.
DROP FUNCTION public.twice(integer);
--   back: CREATE OR REPLACE FUNCTION public.twice(a integer)
--          RETURNS integer
--          LANGUAGE sql
--          IMMUTABLE
--         AS $function$ SELECT a * 2 $function$;

