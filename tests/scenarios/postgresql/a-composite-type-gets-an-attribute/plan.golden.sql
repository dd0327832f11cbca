-- S1 expand alter-composite-type: Change type public.address
ALTER TYPE public.address ADD ATTRIBUTE zip character varying(10) COLLATE pg_catalog."C";
--   back: ALTER TYPE public.address DROP ATTRIBUTE zip;

-- carries public.customers.home → public.customers.home: forward none, backward none
