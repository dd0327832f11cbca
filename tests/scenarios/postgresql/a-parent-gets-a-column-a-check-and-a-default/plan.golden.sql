-- S1 expand add-constraint-not-valid: Hold new rows of public.assets to assets_name_check
--   ACCESS EXCLUSIVE on public.assets for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.assets) Writes that break assets_name_check are refused.
ALTER TABLE public.assets ADD CONSTRAINT assets_name_check CHECK ((name <> ''::text)) NOT VALID;
--   back: ALTER TABLE public.assets DROP CONSTRAINT assets_name_check;

-- S2 expand validate-constraint [transaction: own]: Prove assets_name_check for the rows that are there
--   SHARE UPDATE EXCLUSIVE on public.assets for a scan: blocks ddl
--   note: scans-object (public.assets) Every row is read; readers and writers go on.
ALTER TABLE public.assets VALIDATE CONSTRAINT assets_name_check;

-- S3 expand add-column: Add column public.assets.bought
--   ACCESS EXCLUSIVE on public.assets for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.assets) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: exact, until any time; loses values written to the new column
ALTER TABLE public.assets ADD COLUMN bought date DEFAULT '2026-01-01'::date NOT NULL;
--   back: ALTER TABLE public.assets DROP COLUMN bought;

-- S4 expand alter-column: Change column public.vans.name
--   ACCESS EXCLUSIVE on public.vans for a moment: blocks reads-and-writes
ALTER TABLE public.vans ALTER COLUMN name SET DEFAULT 'van'::text;
--   back: ALTER TABLE public.vans ALTER COLUMN name DROP DEFAULT;

-- S5 expand alter-column: Change column public.vans.bought
--   ACCESS EXCLUSIVE on public.vans for a moment: blocks reads-and-writes
ALTER TABLE public.vans ALTER COLUMN bought SET DEFAULT '2026-06-01'::date;
--   back: ALTER TABLE public.vans ALTER COLUMN bought SET DEFAULT '2026-01-01'::date;

-- precheck violations/public.assets.assets_name_check: Every row of public.assets fulfils assets_name_check
--   no-rows: SELECT name FROM public.assets WHERE NOT ((name <> ''::text))
-- carries public.assets.∅ → public.assets.bought: forward none, backward none
-- carries public.vans.∅ → public.vans.name: forward none, backward none
-- carries public.vans.∅ → public.vans.bought: forward none, backward none
