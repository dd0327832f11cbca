-- S1 expand take-dependents-away: Take away for a moment: view public.names
--   ACCESS EXCLUSIVE on public.names for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.names) Rests on what changes: gone until the last step of this transaction puts it back.
DROP VIEW public.names;
--   back: CREATE VIEW public.names AS
--         SELECT id,
--             full_name
--            FROM public.customers;

-- S2 expand change-type: Change column public.customers.full_name from character varying(120) to character varying(240)
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.customers) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.customers ALTER COLUMN full_name TYPE character varying(240) USING full_name::character varying(240);
--   back: ALTER TABLE public.customers ALTER COLUMN full_name TYPE character varying(120) USING full_name::character varying(120);

-- S3 expand put-dependents-back: Put in place: view public.names
CREATE VIEW public.names AS
SELECT id,
    full_name
   FROM public.customers;
--   back: DROP VIEW public.names;

-- carries public.customers.full_name → public.customers.full_name: forward full_name::character varying(240), backward full_name::character varying(120)
