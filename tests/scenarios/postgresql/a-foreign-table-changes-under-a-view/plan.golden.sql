-- S1 contract deploy-gate: Wait for the release that fits the contract phase
-- waits for the release that fits the contract phase

-- S2 contract take-dependents-away: Take away for a moment: view public.titles
--   ACCESS EXCLUSIVE on public.titles for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.titles) Rests on what changes: gone until the last step of this transaction puts it back.
DROP VIEW public.titles;
--   back: CREATE VIEW public.titles AS
--         SELECT id,
--             title
--            FROM public.mails;

-- S3 contract alter-foreign-table: Change foreign table public.mails
--   ACCESS EXCLUSIVE on public.mails for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.mails) Code that names gone fails; the rows stay where they are.
ALTER FOREIGN TABLE public.mails DROP COLUMN gone;
ALTER FOREIGN TABLE public.mails ALTER COLUMN id DROP NOT NULL;
ALTER FOREIGN TABLE public.mails ALTER COLUMN title OPTIONS (ADD place 'head');
ALTER FOREIGN TABLE public.mails ADD COLUMN body text DEFAULT ''::text;
ALTER FOREIGN TABLE public.mails ADD CONSTRAINT positive CHECK ((id > 0));
ALTER FOREIGN TABLE public.mails OPTIONS (SET folder 'out', ADD size '9');
--   back: ALTER FOREIGN TABLE public.mails DROP CONSTRAINT positive;
--   back: ALTER FOREIGN TABLE public.mails DROP COLUMN body;
--   back: ALTER FOREIGN TABLE public.mails ALTER COLUMN id SET NOT NULL;
--   back: ALTER FOREIGN TABLE public.mails ALTER COLUMN title OPTIONS (DROP place);
--   back: ALTER FOREIGN TABLE public.mails ADD COLUMN gone text;
--   back: ALTER FOREIGN TABLE public.mails OPTIONS (DROP size, SET folder 'in');

-- S4 contract put-dependents-back: Put in place: view public.titles
CREATE VIEW public.titles AS
SELECT id,
    title
   FROM public.mails;
--   back: DROP VIEW public.titles;

