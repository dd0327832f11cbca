-- S1 expand take-dependents-away: Take away for a moment: view public.totals
--   ACCESS EXCLUSIVE on public.totals for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.totals) Rests on what changes: gone until the last step of this transaction puts it back.
DROP VIEW public.totals;
--   back: CREATE VIEW public.totals AS
--         SELECT id,
--             total
--            FROM public.lines;

-- S2 expand alter-column: Change column public.lines.total
--   ACCESS EXCLUSIVE on public.lines for a rewrite: blocks reads-and-writes
--   warning: rewrites-object (public.lines) Every row is written anew, and every index on the column built anew.
--   warning: blocks-reads (public.lines) Nobody can read the table while it is rewritten.
--   warning: needs-disk (public.lines) Needs room for a second copy of the table.
--   note: changes-data (public.lines) A transaction whose snapshot is older than the rewrite finds the table empty.
ALTER TABLE public.lines ALTER COLUMN total SET EXPRESSION AS (round(((n)::numeric * price), 2));
--   back: ALTER TABLE public.lines ALTER COLUMN total SET EXPRESSION AS (((n)::numeric * price));

-- S3 expand put-dependents-back: Put in place: view public.totals
CREATE VIEW public.totals AS
SELECT id,
    total
   FROM public.lines;
--   back: DROP VIEW public.totals;

-- S4 expand analyze [transaction: own]: Gather statistics of public.lines: those of a rewritten field are gone
--   SHARE UPDATE EXCLUSIVE on public.lines for a scan: blocks ddl
ANALYZE public.lines;

-- carries public.lines.total → public.lines.∅: forward none, backward none
-- carries public.lines.∅ → public.lines.total: forward none, backward none
