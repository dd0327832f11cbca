-- S1 expand take-dependents-away: Take away for a moment: view public.first, view public.second
--   ACCESS EXCLUSIVE on public.first for a transaction: blocks reads-and-writes
--   ACCESS EXCLUSIVE on public.second for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.first) Rests on what changes: gone until the last step of this transaction puts it back.
--   note: breaks-dependents (public.second) Rests on what changes: gone until the last step of this transaction puts it back.
DROP VIEW public.second;
DROP VIEW public.first;
--   back: CREATE VIEW public.first AS
--         SELECT id,
--             amount
--            FROM public.item;
--   back: CREATE VIEW public.second AS
--         SELECT id,
--             (amount * 2) AS twice
--            FROM public.first;

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

-- S3 expand put-dependents-back: Put in place: view public.first, view public.second
CREATE VIEW public.first AS
SELECT id,
    amount
   FROM public.item;
CREATE VIEW public.second AS
SELECT id,
    (amount * 2) AS twice
   FROM public.first;
--   back: DROP VIEW public.second;
--   back: DROP VIEW public.first;

-- S4 expand analyze [transaction: own]: Gather statistics of public.item: those of a rewritten field are gone
--   SHARE UPDATE EXCLUSIVE on public.item for a scan: blocks ddl
ANALYZE public.item;

-- carries public.item.amount → public.item.amount: forward amount::bigint, backward amount::integer
