-- S1 contract deploy-gate: Wait for the release that no longer uses public.customers.city
-- waits for the release that no longer uses public.customers.city

-- S2 contract take-dependents-away: Take away for a moment: view public.places
--   ACCESS EXCLUSIVE on public.places for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.places) Rests on what changes: gone until the last step of this transaction puts it back.
DROP VIEW public.places;
--   back: CREATE VIEW public.places AS
--         SELECT id,
--             city,
--             zip
--            FROM public.customers;

-- S3 contract put-dependents-back: Put in place: view public.places
CREATE VIEW public.places AS
SELECT id,
    zip
   FROM public.customers;
--   back: DROP VIEW public.places;

-- S4 contract drop-index: Drop index customers_by_city of public.customers
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   warning: slows-queries (public.customers) Queries that used the index read the table instead.
DROP INDEX public.customers_by_city;
--   back: CREATE INDEX customers_by_city ON public.customers USING btree (city, mail);

-- S5 contract drop-column: Drop column public.customers.city
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   error: deletes-data (public.customers.city) Every value of the column is gone.
--   warning: irreversible (public.customers.city) The way back restores the column, not its values.
--   warning: breaks-running-code (public.customers.city) Code that still names the column fails.
--   note: breaks-running-code (public.customers) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: schema-only, until the step runs; loses every value of the column
ALTER TABLE public.customers DROP COLUMN city;
--   back: ALTER TABLE public.customers ADD COLUMN city text;

-- precheck would-be-lost/public.customers.city: No row of public.customers holds a city that would go
--   no-rows: SELECT count(*) AS would_be_lost FROM public.customers WHERE city IS NOT NULL HAVING count(*) > 0
-- carries public.customers.city → public.customers.∅: forward none, backward none
