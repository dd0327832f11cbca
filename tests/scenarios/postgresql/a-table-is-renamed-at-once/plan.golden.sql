-- S1 expand rename-table: Rename table public.customers to public.clients
--   ACCESS EXCLUSIVE on public.clients for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.customers) Code that uses the old name fails.
ALTER TABLE public.customers RENAME TO clients;
--   back: ALTER TABLE public.clients RENAME TO customers;

-- S2 expand alter-column: Change column public.clients.id
--   ACCESS EXCLUSIVE on public.clients for a moment: blocks reads-and-writes
ALTER TABLE public.clients RENAME CONSTRAINT customers_id_not_null TO clients_id_not_null;
--   back: ALTER TABLE public.clients RENAME CONSTRAINT clients_id_not_null TO customers_id_not_null;

-- S3 expand alter-column: Change column public.clients.mail
--   ACCESS EXCLUSIVE on public.clients for a moment: blocks reads-and-writes
ALTER TABLE public.clients RENAME CONSTRAINT customers_mail_not_null TO clients_mail_not_null;
--   back: ALTER TABLE public.clients RENAME CONSTRAINT clients_mail_not_null TO customers_mail_not_null;

-- S4 expand alter-column: Change column public.clients.full_name
--   ACCESS EXCLUSIVE on public.clients for a moment: blocks reads-and-writes
ALTER TABLE public.clients RENAME CONSTRAINT customers_full_name_not_null TO clients_full_name_not_null;
--   back: ALTER TABLE public.clients RENAME CONSTRAINT clients_full_name_not_null TO customers_full_name_not_null;

-- S5 expand alter-column: Change column public.clients.balance
--   ACCESS EXCLUSIVE on public.clients for a moment: blocks reads-and-writes
ALTER TABLE public.clients RENAME CONSTRAINT customers_balance_not_null TO clients_balance_not_null;
--   back: ALTER TABLE public.clients RENAME CONSTRAINT clients_balance_not_null TO customers_balance_not_null;

-- S6 expand alter-column: Change column public.clients.created_at
--   ACCESS EXCLUSIVE on public.clients for a moment: blocks reads-and-writes
ALTER TABLE public.clients RENAME CONSTRAINT customers_created_at_not_null TO clients_created_at_not_null;
--   back: ALTER TABLE public.clients RENAME CONSTRAINT clients_created_at_not_null TO customers_created_at_not_null;

-- S7 expand alter-column: Change column public.clients.updated_at
--   ACCESS EXCLUSIVE on public.clients for a moment: blocks reads-and-writes
ALTER TABLE public.clients RENAME CONSTRAINT customers_updated_at_not_null TO clients_updated_at_not_null;
--   back: ALTER TABLE public.clients RENAME CONSTRAINT clients_updated_at_not_null TO customers_updated_at_not_null;

-- carries public.customers.id → public.clients.id: forward id, backward id
-- carries public.customers.mail → public.clients.mail: forward mail, backward mail
-- carries public.customers.full_name → public.clients.full_name: forward full_name, backward full_name
-- carries public.customers.city → public.clients.city: forward city, backward city
-- carries public.customers.zip → public.clients.zip: forward zip, backward zip
-- carries public.customers.balance → public.clients.balance: forward balance, backward balance
-- carries public.customers.created_at → public.clients.created_at: forward created_at, backward created_at
-- carries public.customers.updated_at → public.clients.updated_at: forward updated_at, backward updated_at
