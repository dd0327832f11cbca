-- S1 expand rename-table: Rename table public.customers to public.clients (I1)
--   ACCESS EXCLUSIVE on public.clients for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.customers) Code that uses the old name fails.
ALTER TABLE public.customers RENAME TO clients;
--   back: ALTER TABLE public.clients RENAME TO customers;

-- S2 expand keep-old-name: Keep the name public.customers as a view that can be written, until nobody uses it (I1)
CREATE VIEW public.customers WITH (security_invoker = true) AS SELECT id, mail, full_name, city, zip, balance, created_at, updated_at FROM public.clients;
--   back: DROP VIEW public.customers;

-- S3 contract deploy-gate: Wait for the release that no longer uses public.customers (I1)
-- waits for the release that no longer uses public.customers

-- S4 contract drop-old-name: Take the old name public.customers away (I1)
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.customers) Code that uses the old name fails.
DROP VIEW public.customers;
--   back: CREATE VIEW public.customers WITH (security_invoker = true) AS SELECT id, mail, full_name, city, zip, balance, created_at, updated_at FROM public.clients;

-- carries public.customers.id → public.clients.id: forward id, backward id
-- carries public.customers.mail → public.clients.mail: forward mail, backward mail
-- carries public.customers.full_name → public.clients.full_name: forward full_name, backward full_name
-- carries public.customers.city → public.clients.city: forward city, backward city
-- carries public.customers.zip → public.clients.zip: forward zip, backward zip
-- carries public.customers.balance → public.clients.balance: forward balance, backward balance
-- carries public.customers.created_at → public.clients.created_at: forward created_at, backward created_at
-- carries public.customers.updated_at → public.clients.updated_at: forward updated_at, backward updated_at
