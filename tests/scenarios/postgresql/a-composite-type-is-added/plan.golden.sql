-- S1 expand create-composite-type: Create type public.address
CREATE TYPE public.address AS (street text, city text);
--   back: DROP TYPE public.address;

-- S2 expand create-function: Create function public.label(public.address)
CREATE OR REPLACE FUNCTION public.label(a public.address)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT ($1).street || ', ' || ($1).city $function$;
--   back: DROP FUNCTION public.label(public.address);

-- S3 expand add-column: Add column public.customers.home
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.customers) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until any time; loses values written to the new column
ALTER TABLE public.customers ADD COLUMN home public.address;
--   back: ALTER TABLE public.customers DROP COLUMN home;

-- S4 expand add-column: Add column public.customers.others
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.customers) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until any time; loses values written to the new column
ALTER TABLE public.customers ADD COLUMN others public.address[];
--   back: ALTER TABLE public.customers DROP COLUMN others;

-- S5 expand comment: Comment public.address.city
COMMENT ON COLUMN public.address.city IS 'As written on a letter';
--   back: COMMENT ON COLUMN public.address.city IS NULL;

-- S6 expand comment: Comment public.address
COMMENT ON TYPE public.address IS 'Where somebody lives';
--   back: COMMENT ON TYPE public.address IS NULL;

-- carries public.customers.∅ → public.customers.home: forward none, backward none
-- carries public.customers.∅ → public.customers.others: forward none, backward none
