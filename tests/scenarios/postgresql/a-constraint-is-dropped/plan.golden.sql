-- S1 contract drop-constraint: Drop unique constraint customers_mail_key of public.customers
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   warning: weakens-integrity (public.customers.customers_mail_key) Rows that the rule kept out may come in.
ALTER TABLE public.customers DROP CONSTRAINT customers_mail_key;
--   back: ALTER TABLE public.customers ADD CONSTRAINT customers_mail_key UNIQUE (mail);

