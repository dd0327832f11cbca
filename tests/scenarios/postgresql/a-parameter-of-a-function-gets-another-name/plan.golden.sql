-- S1 contract deploy-gate: Wait for the release that no longer uses public.total(text)
-- waits for the release that no longer uses public.total(text)

-- S2 contract take-dependents-away: Take away for a moment: view public.totals
--   ACCESS EXCLUSIVE on public.totals for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.totals) Rests on what changes: gone until the last step of this transaction puts it back.
DROP VIEW public.totals;
--   back: CREATE VIEW public.totals AS
--         SELECT owner,
--             public.total(owner) AS cents
--            FROM public.accounts;

-- S3 contract drop-function: Drop function public.total(text)
--   warning: breaks-running-code (public.total(text)) Code that calls the function fails.
DROP FUNCTION public.total(text);
--   back: CREATE OR REPLACE FUNCTION public.total(who text)
--          RETURNS bigint
--          LANGUAGE sql
--          STABLE
--         AS $function$SELECT sum(cents) FROM public.accounts WHERE owner = who$function$;

-- S4 contract create-function: Create function public.total(text)
CREATE OR REPLACE FUNCTION public.total(holder text)
 RETURNS bigint
 LANGUAGE sql
 STABLE
AS $function$SELECT sum(cents) FROM public.accounts WHERE owner = holder$function$;
--   back: DROP FUNCTION public.total(text);

-- S5 contract put-dependents-back: Put in place: view public.totals
CREATE VIEW public.totals AS
SELECT owner,
    public.total(owner) AS cents
   FROM public.accounts;
--   back: DROP VIEW public.totals;

