-- S1 contract keep-dropped-column [transaction: own]: Keep the values of public.customers.city in dblead_kept.customers_city_5ea0734c
--   ACCESS SHARE on public.customers for a scan: blocks ddl
--   note: scans-object (public.customers) Every row is read and its value copied.
--   note: needs-disk (public.customers) Needs room for the key and the value of every row.
CREATE SCHEMA IF NOT EXISTS dblead_kept;
CREATE TABLE dblead_kept.customers_city_5ea0734c AS SELECT id, city FROM public.customers WHERE city IS NOT NULL;
ALTER TABLE dblead_kept.customers_city_5ea0734c ADD PRIMARY KEY (id);
COMMENT ON TABLE dblead_kept.customers_city_5ea0734c IS 'Values of public.customers.city from before it was dropped.';
--   back: DROP TABLE dblead_kept.customers_city_5ea0734c;

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
--   warning: breaks-running-code (public.customers.city) Code that still names the column fails.
--   note: deletes-data (public.customers.city) It is kept in dblead_kept.customers_city_5ea0734c until somebody drops that.
--   note: breaks-running-code (public.customers) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until dblead_kept.customers_city_5ea0734c is dropped; loses values written between the copy and the drop; rows added since have no value of their own
ALTER TABLE public.customers DROP COLUMN city;
--   back: ALTER TABLE public.customers ADD COLUMN city text;
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.customers'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.customers', dblead_one);
--           END LOOP;
--           UPDATE public.customers SET city = kept.city FROM dblead_kept.customers_city_5ea0734c AS kept
--           WHERE public.customers.id = kept.id;
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.customers', dblead_one);
--           END LOOP;
--         END
--         $quiet$;

-- carries public.customers.city → public.customers.∅: forward none, backward none
