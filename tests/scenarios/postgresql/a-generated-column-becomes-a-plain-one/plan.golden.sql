-- S1 expand take-dependents-away: Take away for a moment: view public.big_orders
--   ACCESS EXCLUSIVE on public.big_orders for a transaction: blocks reads-and-writes
--   note: breaks-dependents (public.big_orders) Rests on what changes: gone until the last step of this transaction puts it back.
DROP VIEW public.big_orders;
--   back: CREATE VIEW public.big_orders AS
--         SELECT id,
--             gross
--            FROM public.orders
--           WHERE (gross > (50)::numeric);

-- S2 expand alter-column: Change column public.orders.gross
--   ACCESS EXCLUSIVE on public.orders for a moment: blocks reads-and-writes
--   way back: exact, until any time; loses values written to the column that is no longer generated
ALTER TABLE public.orders ALTER COLUMN gross DROP EXPRESSION;
--   back: ALTER TABLE public.orders DROP COLUMN gross;
--   back: ALTER TABLE public.orders ADD COLUMN gross numeric(12,2) GENERATED ALWAYS AS ((net * ((1)::numeric + vat))) STORED;
--   back: CREATE INDEX orders_by_gross ON public.orders USING btree (gross);

-- S3 expand put-dependents-back: Put in place: view public.big_orders
CREATE VIEW public.big_orders AS
SELECT id,
    gross
   FROM public.orders
  WHERE (gross > (50)::numeric);
--   back: DROP VIEW public.big_orders;

