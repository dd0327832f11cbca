-- S1 expand change-type: Change column public.customers.balance from numeric(8,2) to numeric(12,2)
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.customers) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.customers ALTER COLUMN balance DROP DEFAULT;
ALTER TABLE public.customers ALTER COLUMN balance TYPE numeric(12,2) USING balance::numeric(12,2);
ALTER TABLE public.customers ALTER COLUMN balance SET DEFAULT 0;
--   back: ALTER TABLE public.customers ALTER COLUMN balance DROP DEFAULT;
--   back: ALTER TABLE public.customers ALTER COLUMN balance TYPE numeric(8,2) USING balance::numeric(8,2);
--   back: ALTER TABLE public.customers ALTER COLUMN balance SET DEFAULT 0;

-- carries public.customers.balance → public.customers.balance: forward balance::numeric(12,2), backward balance::numeric(8,2)
