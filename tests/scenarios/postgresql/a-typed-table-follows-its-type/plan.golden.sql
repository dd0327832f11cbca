-- S1 contract alter-composite-type: Change type public.reading
ALTER TYPE public.reading ALTER ATTRIBUTE value TYPE bigint CASCADE, ADD ATTRIBUTE unit text CASCADE;
--   back: ALTER TYPE public.reading DROP ATTRIBUTE unit CASCADE, ALTER ATTRIBUTE value TYPE integer CASCADE;

-- carries public.readings.value → public.readings.value: forward value::bigint, backward value::integer
-- carries public.readings.∅ → public.readings.unit: forward none, backward none
