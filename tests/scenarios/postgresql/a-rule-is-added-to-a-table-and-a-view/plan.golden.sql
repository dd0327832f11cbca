-- S1 expand create-view: Create view public.big
CREATE VIEW public.big AS
SELECT id,
    total
   FROM public.orders
  WHERE (total > 100);
--   back: DROP VIEW public.big;

-- S2 expand create-rule: Create rule public.big.big_delete
--   ACCESS EXCLUSIVE on public.big for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.big) Statements on the relation are rewritten from now on.
CREATE RULE big_delete AS
    ON DELETE TO public.big DO INSTEAD  DELETE FROM public.orders
  WHERE (orders.id = old.id);
--   back: DROP RULE big_delete ON public.big;

-- S3 expand create-rule: Create rule public.orders.log_update
--   ACCESS EXCLUSIVE on public.orders for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.orders) Statements on the relation are rewritten from now on.
CREATE RULE log_update AS
    ON UPDATE TO public.orders
   WHERE (old.total <> new.total) DO  INSERT INTO public.log (id, what)
  VALUES (new.id, 'total'::text);
--   back: DROP RULE log_update ON public.orders;

-- S4 expand comment: Comment public.orders.log_update
COMMENT ON RULE log_update ON public.orders IS 'Keeps what changed';
--   back: COMMENT ON RULE log_update ON public.orders IS NULL;

