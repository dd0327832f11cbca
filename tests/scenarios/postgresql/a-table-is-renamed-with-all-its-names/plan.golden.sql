-- S1 expand rename-table: Rename table public.customers to public.clients
--   ACCESS EXCLUSIVE on public.clients for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.customers) Code that uses the old name fails.
ALTER TABLE public.customers RENAME TO clients;
--   back: ALTER TABLE public.clients RENAME TO customers;

-- S2 expand rename-sequence: Rename sequence public.customers_id_seq to public.clients_id_seq
--   note: breaks-running-code (public.customers_id_seq) Code that uses the old name fails.
ALTER SEQUENCE public.customers_id_seq RENAME TO clients_id_seq;
--   back: ALTER SEQUENCE public.clients_id_seq RENAME TO customers_id_seq;

-- S3 expand rename-constraint: Rename constraint public.clients.customers_pkey to public.clients.clients_pkey
--   ACCESS EXCLUSIVE on public.clients for a moment: blocks reads-and-writes
ALTER TABLE public.clients RENAME CONSTRAINT customers_pkey TO clients_pkey;
--   back: ALTER TABLE public.clients RENAME CONSTRAINT clients_pkey TO customers_pkey;

-- S4 expand rename-constraint: Rename constraint public.clients.customers_mail_check to public.clients.clients_mail_check
--   ACCESS EXCLUSIVE on public.clients for a moment: blocks reads-and-writes
ALTER TABLE public.clients RENAME CONSTRAINT customers_mail_check TO clients_mail_check;
--   back: ALTER TABLE public.clients RENAME CONSTRAINT clients_mail_check TO customers_mail_check;

-- S5 expand rename-constraint: Rename constraint public.clients.customers_mail_key to public.clients.clients_mail_key
--   ACCESS EXCLUSIVE on public.clients for a moment: blocks reads-and-writes
ALTER TABLE public.clients RENAME CONSTRAINT customers_mail_key TO clients_mail_key;
--   back: ALTER TABLE public.clients RENAME CONSTRAINT clients_mail_key TO customers_mail_key;

-- S6 expand rename-constraint: Rename constraint public.clients.customers_parent_fkey to public.clients.clients_parent_fkey
--   ACCESS EXCLUSIVE on public.clients for a moment: blocks reads-and-writes
ALTER TABLE public.clients RENAME CONSTRAINT customers_parent_fkey TO clients_parent_fkey;
--   back: ALTER TABLE public.clients RENAME CONSTRAINT clients_parent_fkey TO customers_parent_fkey;

-- S7 expand rename-index: Rename index public.customers_parent_idx to public.clients_parent_idx
--   SHARE UPDATE EXCLUSIVE on public.clients_parent_idx for a moment: blocks ddl
ALTER INDEX public.customers_parent_idx RENAME TO clients_parent_idx;
--   back: ALTER INDEX public.clients_parent_idx RENAME TO customers_parent_idx;

-- S8 expand rename-trigger: Rename trigger public.clients.customers_touch to public.clients.clients_touch
--   ACCESS EXCLUSIVE on public.clients for a moment: blocks reads-and-writes
ALTER TRIGGER customers_touch ON public.clients RENAME TO clients_touch;
--   back: ALTER TRIGGER clients_touch ON public.clients RENAME TO customers_touch;

-- S9 expand rename-policy: Rename policy public.clients.customers_all to public.clients.clients_all
--   ACCESS EXCLUSIVE on public.clients for a moment: blocks reads-and-writes
ALTER POLICY customers_all ON public.clients RENAME TO clients_all;
--   back: ALTER POLICY clients_all ON public.clients RENAME TO customers_all;

-- S10 expand alter-column: Change column public.clients.id
--   ACCESS EXCLUSIVE on public.clients for a moment: blocks reads-and-writes
ALTER TABLE public.clients RENAME CONSTRAINT customers_id_not_null TO clients_id_not_null;
--   back: ALTER TABLE public.clients RENAME CONSTRAINT clients_id_not_null TO customers_id_not_null;

-- S11 expand keep-old-name: Keep the name public.customers as a view that can be written, until nobody uses it
CREATE VIEW public.customers WITH (security_invoker = true) AS SELECT id, mail, parent FROM public.clients;
--   back: DROP VIEW public.customers;

-- S12 expand replace-function: Replace function public.count_customers()
CREATE OR REPLACE FUNCTION public.count_customers()
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$BEGIN RETURN (SELECT count(*) FROM public.clients); END$function$;
--   back: CREATE OR REPLACE FUNCTION public.count_customers()
--          RETURNS bigint
--          LANGUAGE plpgsql
--         AS $function$BEGIN RETURN (SELECT count(*) FROM public.customers); END$function$;

-- S13 contract deploy-gate: Wait for the release that no longer uses public.customers
-- waits for the release that no longer uses public.customers

-- S14 contract drop-old-name: Take the old name public.customers away
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.customers) Code that uses the old name fails.
DROP VIEW public.customers;
--   back: CREATE VIEW public.customers WITH (security_invoker = true) AS SELECT id, mail, parent FROM public.clients;

-- carries public.customers.id → public.clients.id: forward id, backward id
-- carries public.customers.mail → public.clients.mail: forward mail, backward mail
-- carries public.customers.parent → public.clients.parent: forward parent, backward parent
