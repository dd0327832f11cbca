-- S1 expand rename-table: Rename table public.customers to public.clients
--   ACCESS EXCLUSIVE on public.clients for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.customers) Code that uses the old name fails.
ALTER TABLE public.customers RENAME TO clients;
--   back: ALTER TABLE public.clients RENAME TO customers;

-- S2 expand alter-column: Change column public.clients.id
--   ACCESS EXCLUSIVE on public.clients for a moment: blocks reads-and-writes
ALTER TABLE public.clients RENAME CONSTRAINT customers_id_not_null TO clients_id_not_null;
--   back: ALTER TABLE public.clients RENAME CONSTRAINT clients_id_not_null TO customers_id_not_null;

-- S3 expand keep-old-name: Keep the name public.customers as a view that can be written, until nobody uses it
CREATE VIEW public.customers WITH (security_invoker = true) AS SELECT id, name FROM public.clients;
--   back: DROP VIEW public.customers;

-- S4 contract deploy-gate: Wait for the release that no longer uses public.customers
-- waits for the release that no longer uses public.customers

-- S5 contract drop-old-name: Take the old name public.customers away
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.customers) Code that uses the old name fails.
DROP VIEW public.customers;
--   back: CREATE VIEW public.customers WITH (security_invoker = true) AS SELECT id, name FROM public.clients;

-- carries public.customers.id → public.clients.id: forward id, backward id
-- carries public.customers.name → public.clients.name: forward name, backward name
