-- S1 expand rename-table: Rename table public.customers to public.clients
--   ACCESS EXCLUSIVE on public.clients for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.customers) Code that uses the old name fails.
ALTER TABLE public.customers RENAME TO clients;
--   back: ALTER TABLE public.clients RENAME TO customers;

-- carries public.customers.id → public.clients.id: forward id, backward id
-- carries public.customers.mail → public.clients.mail: forward mail, backward mail
-- carries public.customers.full_name → public.clients.full_name: forward full_name, backward full_name
-- carries public.customers.city → public.clients.city: forward city, backward city
-- carries public.customers.zip → public.clients.zip: forward zip, backward zip
-- carries public.customers.balance → public.clients.balance: forward balance, backward balance
-- carries public.customers.created_at → public.clients.created_at: forward created_at, backward created_at
-- carries public.customers.updated_at → public.clients.updated_at: forward updated_at, backward updated_at
