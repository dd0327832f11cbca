-- S1 expand change-type: Change column public.people.mail from text to public.citext
--   ACCESS EXCLUSIVE on public.people for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.people) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.people ALTER COLUMN mail TYPE public.citext USING mail::public.citext;
--   back: ALTER TABLE public.people ALTER COLUMN mail TYPE text USING mail::text;

-- carries public.people.mail → public.people.mail: forward mail::public.citext, backward mail::text
