-- S1 expand take-dependents-away: Take away for a moment: publication-member feed.public.orders
--   note: breaks-dependents (feed.public.orders) Rests on what changes: gone until the last step of this transaction puts it back.
ALTER PUBLICATION feed DROP TABLE ONLY public.orders;
--   back: ALTER PUBLICATION feed ADD TABLE ONLY public.orders WHERE ((total > 10));

-- S2 expand change-type: Change column public.orders.total from integer to bigint
--   ACCESS EXCLUSIVE on public.orders for a rewrite: blocks reads-and-writes
--   warning: rewrites-object (public.orders) Every row is written anew, and every index on the column built anew.
--   warning: blocks-reads (public.orders) Nobody can read the table while it is rewritten.
--   warning: needs-disk (public.orders) Needs room for a second copy of the table.
--   note: breaks-running-code (public.orders) A prepared SELECT * of it fails once: cached plan must not change result type.
--   warning: breaks-replication (public.orders) It is published, and replication does not carry definitions: the subscribers' tables change before this one.
--   note: changes-data (public.orders) A transaction whose snapshot is older than the rewrite finds the table empty.
ALTER TABLE public.orders ALTER COLUMN total TYPE bigint USING total::bigint;
--   back: ALTER TABLE public.orders ALTER COLUMN total TYPE integer USING total::integer;

-- S3 expand put-dependents-back: Put in place: publication-member feed.public.orders
ALTER PUBLICATION feed ADD TABLE ONLY public.orders WHERE ((total > 10));
--   back: ALTER PUBLICATION feed DROP TABLE ONLY public.orders;

-- S4 expand analyze [transaction: own]: Gather statistics of public.orders: those of a rewritten field are gone
--   SHARE UPDATE EXCLUSIVE on public.orders for a scan: blocks ddl
ANALYZE public.orders;

-- carries public.orders.total → public.orders.total: forward total::bigint, backward total::integer
