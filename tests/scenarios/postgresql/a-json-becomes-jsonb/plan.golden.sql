-- S1 expand change-type: Change column public.events.body from json to jsonb
--   ACCESS EXCLUSIVE on public.events for a rewrite: blocks reads-and-writes
--   warning: rewrites-object (public.events) Every row is written anew, and every index on the column built anew.
--   warning: blocks-reads (public.events) Nobody can read the table while it is rewritten.
--   warning: needs-disk (public.events) Needs room for a second copy of the table.
--   warning: changes-data (public.events.body) Values become jsonb; one that does not fit stops the step.
--   warning: breaks-running-code (public.events.body) Code that expects json gets jsonb.
--   way back: schema-only, until the step runs; loses what the new type cannot hold
ALTER TABLE public.events ALTER COLUMN body TYPE jsonb USING body::jsonb;
--   back: ALTER TABLE public.events ALTER COLUMN body TYPE json USING body::json;

-- carries public.events.body → public.events.body: forward body::jsonb, backward body::json
