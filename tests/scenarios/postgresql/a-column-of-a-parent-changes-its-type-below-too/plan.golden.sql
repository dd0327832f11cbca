-- S1 expand change-type: Change column public.assets.price from integer to numeric(12,2)
--   ACCESS EXCLUSIVE on public.assets for a rewrite: blocks reads-and-writes
--   warning: rewrites-object (public.assets) Every row is written anew, and every index on the column built anew.
--   warning: blocks-reads (public.assets) Nobody can read the table while it is rewritten.
--   warning: needs-disk (public.assets) Needs room for a second copy of the table.
--   warning: changes-data (public.assets.price) Values become numeric(12,2); one that does not fit stops the step.
--   warning: breaks-running-code (public.assets.price) Code that expects integer gets numeric(12,2).
--   note: breaks-running-code (public.assets) A prepared SELECT * of it fails once: cached plan must not change result type.
--   note: changes-data (public.assets) A transaction whose snapshot is older than the rewrite finds the table empty.
--   way back: schema-only, until the step runs; loses what the new type cannot hold
ALTER TABLE public.assets ALTER COLUMN price DROP DEFAULT;
ALTER TABLE public.assets ALTER COLUMN price TYPE numeric(12,2) USING price::numeric(12,2);
ALTER TABLE public.assets ALTER COLUMN price SET DEFAULT 0;
--   back: ALTER TABLE public.assets ALTER COLUMN price DROP DEFAULT;
--   back: ALTER TABLE public.assets ALTER COLUMN price TYPE integer USING price::integer;
--   back: ALTER TABLE public.assets ALTER COLUMN price SET DEFAULT 0;

-- S2 expand analyze [transaction: own]: Gather statistics of public.assets: those of a rewritten field are gone
--   SHARE UPDATE EXCLUSIVE on public.assets for a scan: blocks ddl
ANALYZE public.assets;

-- carries public.assets.price → public.assets.price: forward price::numeric(12,2), backward price::integer
