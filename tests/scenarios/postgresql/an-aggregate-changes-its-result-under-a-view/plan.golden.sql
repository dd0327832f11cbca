-- S1 expand create-function: Create function public.as_float(numeric)
CREATE OR REPLACE FUNCTION public.as_float(numeric)
 RETURNS double precision
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT $1::double precision $function$;
--   back: DROP FUNCTION public.as_float(numeric);

-- S2 contract deploy-gate: Wait for the release that fits the contract phase
-- waits for the release that fits the contract phase

-- S3 contract take-dependents-away: Take away for a moment: view public.total
--   ACCESS EXCLUSIVE on public.total for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.total) Rests on what changes: gone until the last step of this transaction puts it back.
DROP VIEW public.total;
--   back: CREATE VIEW public.total AS
--         SELECT id,
--             (public.multiply(n) OVER () > (0)::numeric) AS positive
--            FROM public.factors;

-- S4 contract drop-aggregate: Drop aggregate public.multiply(numeric)
--   warning: breaks-running-code (aggregate:public.multiply(numeric)) Queries that use the aggregate fail.
DROP AGGREGATE public.multiply(numeric);
--   back: CREATE AGGREGATE public.multiply(numeric) (SFUNC = public.product, STYPE = numeric, INITCOND = '1');

-- S5 contract create-aggregate: Create aggregate public.multiply(numeric)
CREATE AGGREGATE public.multiply(numeric) (SFUNC = public.product, STYPE = numeric, FINALFUNC = public.as_float, FINALFUNC_MODIFY = READ_ONLY, INITCOND = '1');
--   back: DROP AGGREGATE public.multiply(numeric);

-- S6 contract put-dependents-back: Put in place: view public.total
CREATE VIEW public.total AS
SELECT id,
    (public.multiply(n) OVER () > (0)::double precision) AS positive
   FROM public.factors;
--   back: DROP VIEW public.total;

