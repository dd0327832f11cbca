-- S1 expand require-new-rows: Require name of new rows of public.clients
--   ACCESS EXCLUSIVE on public.clients for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.clients.name) Writes that leave the field empty are refused.
ALTER TABLE public.clients ADD CONSTRAINT clients_name_not_null NOT NULL name NOT VALID;
--   back: ALTER TABLE public.clients ALTER COLUMN name DROP NOT NULL;

-- S2 expand validate-required [transaction: own]: Prove that name is filled in every row of public.clients
--   SHARE UPDATE EXCLUSIVE on public.clients for a scan: blocks ddl
--   note: scans-object (public.clients) Every row is read; readers and writers go on.
ALTER TABLE public.clients VALIDATE CONSTRAINT clients_name_not_null;

-- precheck filled/public.clients.name: Every row of public.clients has a name
--   no-rows: SELECT id FROM public.clients WHERE name IS NULL
