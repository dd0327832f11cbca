-- S1 expand take-dependents-away: Take away for a moment: materialized-view public.sums, view public.top
--   ACCESS EXCLUSIVE on public.sums for a transaction: blocks reads-and-writes
--   ACCESS EXCLUSIVE on public.top for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.sums) Rests on what changes: gone until the last step of this transaction puts it back.
--   note: breaks-dependents (public.top) Rests on what changes: gone until the last step of this transaction puts it back.
DROP VIEW public.top;
DROP MATERIALIZED VIEW public.sums;
--   back: CREATE MATERIALIZED VIEW public.sums AS
--         SELECT note,
--             sum(amount) AS total
--            FROM public.item
--           GROUP BY note;
--   back: CREATE VIEW public.top AS
--         SELECT note,
--             total
--            FROM public.sums
--           WHERE (total > 10);
--   back: CREATE UNIQUE INDEX sums_note ON public.sums USING btree (note);

-- S2 expand change-type: Change column public.item.amount from integer to bigint
--   ACCESS EXCLUSIVE on public.item for a rewrite: blocks reads-and-writes
--   warning: rewrites-object (public.item) Every row is written anew, and every index on the column built anew.
--   warning: blocks-reads (public.item) Nobody can read the table while it is rewritten.
--   warning: needs-disk (public.item) Needs room for a second copy of the table.
--   note: breaks-running-code (public.item) A prepared SELECT * of it fails once: cached plan must not change result type.
--   note: changes-data (public.item) A transaction whose snapshot is older than the rewrite finds the table empty.
ALTER TABLE public.item ALTER COLUMN amount DROP DEFAULT;
ALTER TABLE public.item ALTER COLUMN amount TYPE bigint USING amount::bigint;
ALTER TABLE public.item ALTER COLUMN amount SET DEFAULT 0;
--   back: ALTER TABLE public.item ALTER COLUMN amount DROP DEFAULT;
--   back: ALTER TABLE public.item ALTER COLUMN amount TYPE integer USING amount::integer;
--   back: ALTER TABLE public.item ALTER COLUMN amount SET DEFAULT 0;

-- S3 expand put-dependents-back: Put in place: materialized-view public.sums, view public.top, index public.sums_note
CREATE MATERIALIZED VIEW public.sums AS
SELECT note,
    sum(amount) AS total
   FROM public.item
  GROUP BY note;
CREATE VIEW public.top AS
SELECT note,
    total
   FROM public.sums
  WHERE (total > (10)::numeric);
CREATE UNIQUE INDEX sums_note ON public.sums USING btree (note);
--   back: DROP VIEW public.top;
--   back: DROP MATERIALIZED VIEW public.sums;

-- S4 expand analyze [transaction: own]: Gather statistics of public.item: those of a rewritten field are gone
--   SHARE UPDATE EXCLUSIVE on public.item for a scan: blocks ddl
ANALYZE public.item;

-- carries public.item.amount → public.item.amount: forward amount::bigint, backward amount::integer
