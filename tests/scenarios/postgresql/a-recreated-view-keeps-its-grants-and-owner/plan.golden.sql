-- S1 expand take-dependents-away: Take away for a moment: view public.big
--   ACCESS EXCLUSIVE on public.big for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.big) Rests on what changes: gone until the last step of this transaction puts it back.
DROP VIEW public.big;
--   back: CREATE VIEW public.big AS
--         SELECT id,
--             amount
--            FROM public.item;
--   back: COMMENT ON COLUMN public.big.amount IS 'in cents';
--   back: GRANT SELECT ON TABLE public.big TO reader;
--   back: ALTER VIEW public.big OWNER TO writer;

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

-- S3 expand put-dependents-back: Put in place: view public.big, owner view:public.big
CREATE VIEW public.big AS
SELECT id,
    amount
   FROM public.item;
COMMENT ON COLUMN public.big.amount IS 'in cents';
GRANT SELECT ON TABLE public.big TO reader;
ALTER VIEW public.big OWNER TO writer;
--   back: DROP VIEW public.big;

-- S4 expand analyze [transaction: own]: Gather statistics of public.item: those of a rewritten field are gone
--   SHARE UPDATE EXCLUSIVE on public.item for a scan: blocks ddl
ANALYZE public.item;

-- carries public.item.amount → public.item.amount: forward amount::bigint, backward amount::integer
