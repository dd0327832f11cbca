-- S1 expand add-constraint: Add check orders_total_check to public.orders
--   ACCESS EXCLUSIVE on public.orders for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.orders) Writes that break the new rule are refused.
ALTER TABLE public.orders ADD CONSTRAINT orders_total_check CHECK ((total > 100)) NOT VALID;
--   back: ALTER TABLE public.orders DROP CONSTRAINT orders_total_check;

