-- S1 expand take-dependents-away: Take away for a moment: rule public.orders.log_update
--   ACCESS EXCLUSIVE on public.orders for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.orders.log_update) Rests on what changes: gone until the last step of this transaction puts it back.
--   warning: blocks-reads (public.orders) Nobody can read the table while its indexes or rules are made anew.
DROP RULE log_update ON public.orders;
--   back: CREATE RULE log_update AS
--             ON UPDATE TO public.orders
--            WHERE (old.total <> new.total) DO  INSERT INTO public.log (id, what)
--           VALUES (new.id, 'total'::text);

-- S2 expand change-type: Change column public.orders.total from integer to bigint
--   ACCESS EXCLUSIVE on public.orders for a rewrite: blocks reads-and-writes
--   warning: rewrites-object (public.orders) Every row is written anew, and every index on the column built anew.
--   warning: blocks-reads (public.orders) Nobody can read the table while it is rewritten.
--   warning: needs-disk (public.orders) Needs room for a second copy of the table.
--   note: breaks-running-code (public.orders) A prepared SELECT * of it fails once: cached plan must not change result type.
--   note: changes-data (public.orders) A transaction whose snapshot is older than the rewrite finds the table empty.
ALTER TABLE public.orders ALTER COLUMN total TYPE bigint USING total::bigint;
--   back: ALTER TABLE public.orders ALTER COLUMN total TYPE integer USING total::integer;

-- S3 expand put-dependents-back: Put in place: rule public.orders.log_update
CREATE RULE log_update AS
    ON UPDATE TO public.orders
   WHERE (old.total <> new.total) DO  INSERT INTO public.log (id, what)
  VALUES (new.id, 'total'::text);
--   back: DROP RULE log_update ON public.orders;

-- S4 expand analyze [transaction: own]: Gather statistics of public.orders: those of a rewritten field are gone
--   SHARE UPDATE EXCLUSIVE on public.orders for a scan: blocks ddl
ANALYZE public.orders;

-- carries public.orders.total → public.orders.total: forward total::bigint, backward total::integer
