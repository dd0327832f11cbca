-- remark: breaks-dependents: view public.notes uses public.orders.note, which cannot be made from what stays; it goes too.
-- S1 contract deploy-gate: Wait for the release that no longer uses public.orders.note (I1)
-- waits for the release that no longer uses public.orders.note

-- S2 contract take-dependents-away: Take away for a moment: view public.notes (I1)
--   ACCESS EXCLUSIVE on public.notes for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.notes) Rests on what changes: gone until the last step of this transaction puts it back.
DROP VIEW public.notes;
--   back: CREATE VIEW public.notes AS
--         SELECT id,
--             note
--            FROM public.orders;

-- S3 contract drop-column: Drop column public.orders.note (I1)
--   ACCESS EXCLUSIVE on public.orders for a moment: blocks reads-and-writes
--   error: deletes-data (public.orders.note) Every value of the column is gone.
--   warning: irreversible (public.orders.note) The way back restores the column, not its values.
--   warning: breaks-running-code (public.orders.note) Code that still names the column fails.
--   note: breaks-running-code (public.orders) A prepared SELECT * of it fails once: cached plan must not change result type.
--   way back: schema-only, until the step runs; loses every value of the column
ALTER TABLE public.orders DROP COLUMN note;
--   back: ALTER TABLE public.orders ADD COLUMN note text;

-- carries public.orders.note → public.orders.∅: forward none, backward none
