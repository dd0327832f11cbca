-- S1 expand create-schema: Create schema sales
CREATE SCHEMA sales;
--   back: DROP SCHEMA sales;

-- S2 expand rename-table: Rename table public.orders to sales.orders
--   ACCESS EXCLUSIVE on sales.orders for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.orders) Code that uses the old name fails.
ALTER TABLE public.orders SET SCHEMA sales;
--   back: ALTER TABLE sales.orders SET SCHEMA public;

-- carries public.orders.id → sales.orders.id: forward id, backward id
-- carries public.orders.customer_id → sales.orders.customer_id: forward customer_id, backward customer_id
-- carries public.orders.status → sales.orders.status: forward status, backward status
-- carries public.orders.note → sales.orders.note: forward note, backward note
-- carries public.orders.total → sales.orders.total: forward total, backward total
