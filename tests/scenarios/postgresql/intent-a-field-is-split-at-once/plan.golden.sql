-- S1 expand add-companion: Add first_name, last_name to public.customers, empty and without a default (I1)
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.customers) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.customers ADD COLUMN first_name character varying(120);
ALTER TABLE public.customers ADD COLUMN last_name character varying(120);
--   back: ALTER TABLE public.customers DROP COLUMN last_name;
--   back: ALTER TABLE public.customers DROP COLUMN first_name;

-- S2 expand fill-companion: Fill first_name, last_name of public.customers (I1)
--   ACCESS EXCLUSIVE on public.customers for a rewrite: blocks reads-and-writes
DO $quiet$
DECLARE
  dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.customers'::regclass AND NOT tgisinternal AND tgenabled = 'O');
  dblead_one name;
BEGIN
  FOREACH dblead_one IN ARRAY dblead_loud LOOP
    EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.customers', dblead_one);
  END LOOP;
  UPDATE public.customers SET first_name = (split_part(full_name, ' ', 1))::character varying(120), last_name = (split_part(full_name, ' ', 2))::character varying(120);
  FOREACH dblead_one IN ARRAY dblead_loud LOOP
    EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.customers', dblead_one);
  END LOOP;
END
$quiet$;

-- S3 expand replace-fields: Let first_name, last_name of public.customers take the place of full_name (I1)
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.customers) Code that still uses full_name fails.
--   warning: deletes-data (public.customers) The values of full_name are kept only as what was made of them.
--   note: breaks-running-code (public.customers) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until a row holds values that the old fields cannot express; loses what the rule back cannot express
ALTER TABLE public.customers ALTER COLUMN first_name SET NOT NULL;
ALTER TABLE public.customers ALTER COLUMN last_name SET NOT NULL;
ALTER TABLE public.customers DROP COLUMN full_name;
--   back: ALTER TABLE public.customers ADD COLUMN full_name character varying(120);
--   back: DO $quiet$
--         DECLARE
--           dblead_loud name[] := ARRAY(SELECT tgname FROM pg_trigger WHERE tgrelid = 'public.customers'::regclass AND NOT tgisinternal AND tgenabled = 'O');
--           dblead_one name;
--         BEGIN
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', 'public.customers', dblead_one);
--           END LOOP;
--           UPDATE public.customers SET full_name = (first_name || ' ' || last_name)::character varying(120);
--           FOREACH dblead_one IN ARRAY dblead_loud LOOP
--             EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', 'public.customers', dblead_one);
--           END LOOP;
--         END
--         $quiet$;
--   back: ALTER TABLE public.customers ALTER COLUMN full_name SET NOT NULL;
--   back: ALTER TABLE public.customers ALTER COLUMN first_name DROP NOT NULL;
--   back: ALTER TABLE public.customers ALTER COLUMN last_name DROP NOT NULL;

-- precheck inverse/public.customers/first_name+last_name: Every row of public.customers comes back as it was by the declared way back (full_name → first_name, last_name)
--   no-rows: SELECT id FROM public.customers WHERE full_name IS DISTINCT FROM ((split_part(full_name, ' ', 1)) || ' ' || (split_part(full_name, ' ', 2)))::character varying(120) OR (split_part(full_name, ' ', 1)) IS NULL OR (split_part(full_name, ' ', 2)) IS NULL
-- carries public.customers.∅ → public.customers.first_name: forward (split_part(full_name, ' ', 1))::character varying(120), backward none
-- carries public.customers.∅ → public.customers.last_name: forward (split_part(full_name, ' ', 2))::character varying(120), backward none
-- carries public.customers.full_name → public.customers.∅: forward none, backward (first_name || ' ' || last_name)::character varying(120)
