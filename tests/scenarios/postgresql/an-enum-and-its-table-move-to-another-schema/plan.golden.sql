-- S1 expand rename-enum: Rename enum public.mood to core.mood
--   warning: breaks-running-code (public.mood) Code that uses the old name fails.
ALTER TYPE public.mood SET SCHEMA core;
--   back: ALTER TYPE core.mood SET SCHEMA public;

-- S2 expand rename-table: Rename table public.people to core.people
--   ACCESS EXCLUSIVE on core.people for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.people) Code that uses the old name fails.
ALTER TABLE public.people SET SCHEMA core;
--   back: ALTER TABLE core.people SET SCHEMA public;

-- S3 expand keep-old-name: Keep the name public.people as a view that can be written, until nobody uses it
CREATE VIEW public.people WITH (security_invoker = true) AS SELECT id, mood FROM core.people;
--   back: DROP VIEW public.people;

-- S4 contract deploy-gate: Wait for the release that no longer uses public.people
-- waits for the release that no longer uses public.people

-- S5 contract drop-old-name: Take the old name public.people away
--   ACCESS EXCLUSIVE on public.people for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.people) Code that uses the old name fails.
DROP VIEW public.people;
--   back: CREATE VIEW public.people WITH (security_invoker = true) AS SELECT id, mood FROM core.people;

-- carries public.people.id → core.people.id: forward id, backward id
-- carries public.people.mood → core.people.mood: forward mood, backward mood
