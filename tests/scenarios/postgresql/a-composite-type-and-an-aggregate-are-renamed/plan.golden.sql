-- S1 expand rename-composite-type: Rename composite-type public.addr to public.address
--   warning: breaks-running-code (public.addr) Code that uses the old name fails.
ALTER TYPE public.addr RENAME TO address;
--   back: ALTER TYPE public.address RENAME TO addr;

-- S2 expand rename-aggregate: Rename aggregate public.addup(bigint) to public.total_of(bigint)
--   warning: breaks-running-code (public.addup(bigint)) Code that uses the old name fails.
ALTER AGGREGATE public.addup(bigint) RENAME TO total_of;
--   back: ALTER AGGREGATE public.total_of(bigint) RENAME TO addup;

