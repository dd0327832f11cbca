-- S1 expand rename-column: Rename column public.customers.mail to public.customers.email
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.customers.mail) Code that uses the old name fails.
ALTER TABLE public.customers RENAME COLUMN mail TO email;
--   back: ALTER TABLE public.customers RENAME COLUMN email TO mail;

-- carries public.customers.mail → public.customers.email: forward mail, backward email
