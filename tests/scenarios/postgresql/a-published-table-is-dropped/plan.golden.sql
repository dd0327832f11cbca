-- S1 contract deploy-gate: Wait for the release that no longer uses public.customers, public.customers.id, public.customers.name
-- waits for the release that no longer uses public.customers, public.customers.id, public.customers.name

-- S2 contract drop-publication-member: Drop published feed.public.customers
--   SHARE UPDATE EXCLUSIVE on public.customers for a moment: blocks ddl
--   warning: breaks-replication (public.customers) Subscribers miss its changes from now on.
ALTER PUBLICATION feed DROP TABLE ONLY public.customers;
--   back: ALTER PUBLICATION feed ADD TABLE ONLY public.customers;

-- S3 contract drop-table: Drop table public.customers
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   error: deletes-data (public.customers) Every row of the table is gone.
--   warning: breaks-running-code (public.customers) Code that still uses the table fails.
--   warning: irreversible (public.customers) The way back restores the definition, not the rows.
--   way back: schema-only, until the step runs; loses every row of the table
DROP TABLE public.customers;
--   back: CREATE TABLE public.customers (
--           id bigint NOT NULL,
--           name text,
--           CONSTRAINT customers_pkey PRIMARY KEY (id)
--         );

-- precheck would-be-lost/public.customers: public.customers has no rows that would go
--   no-rows: SELECT count(*) AS would_be_lost FROM public.customers HAVING count(*) > 0
