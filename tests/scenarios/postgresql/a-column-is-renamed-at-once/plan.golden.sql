-- S1 expand rename-column: Rename column public.customers.mail to public.customers.email
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.customers.mail) Code that uses the old name fails.
ALTER TABLE public.customers RENAME COLUMN mail TO email;
--   back: ALTER TABLE public.customers RENAME COLUMN email TO mail;

-- S2 expand alter-column: Change column public.customers.email
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
ALTER TABLE public.customers RENAME CONSTRAINT customers_mail_not_null TO customers_email_not_null;
--   back: ALTER TABLE public.customers RENAME CONSTRAINT customers_email_not_null TO customers_mail_not_null;

-- carries public.customers.mail → public.customers.email: forward mail, backward email
