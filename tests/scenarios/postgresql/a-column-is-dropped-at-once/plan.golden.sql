-- S1 contract drop-column: Drop column public.orders.note
--   ACCESS EXCLUSIVE on public.orders for a moment: blocks reads-and-writes
--   error: deletes-data (public.orders.note) Every value of the column is gone.
--   warning: irreversible (public.orders.note) The way back restores the column, not its values.
--   warning: breaks-running-code (public.orders.note) Code that still names the column fails.
--   note: breaks-running-code (public.orders) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: schema-only, until the step runs; loses every value of the column
ALTER TABLE public.orders DROP COLUMN note;
--   back: ALTER TABLE public.orders ADD COLUMN note text;

-- precheck would-be-lost/public.orders.note: No row of public.orders holds a note that would go
--   no-rows: SELECT count(*) AS would_be_lost FROM public.orders WHERE note IS NOT NULL HAVING count(*) > 0
-- carries public.orders.note → public.orders.∅: forward none, backward none
