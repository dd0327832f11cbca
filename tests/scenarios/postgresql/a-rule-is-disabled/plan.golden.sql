-- S1 expand alter-rule: Change rule public.orders.no_delete
--   ACCESS EXCLUSIVE on public.orders for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.orders) Statements on the relation are rewritten in another way.
ALTER TABLE public.orders DISABLE RULE no_delete;
--   back: ALTER TABLE public.orders ENABLE RULE no_delete;

