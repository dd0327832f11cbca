-- S1 contract deploy-gate: Wait for the release that no longer uses public.orders, public.orders.id, public.orders.customer_id, public.orders.status, public.orders.note, public.orders.total, public.orders_id_seq
-- waits for the release that no longer uses public.orders, public.orders.id, public.orders.customer_id, public.orders.status, public.orders.note, public.orders.total, public.orders_id_seq

-- S2 contract keep-dropped-table: Take table public.orders away; its rows stay in dblead_kept.orders_825d7577
--   ACCESS EXCLUSIVE on public.orders for a moment: blocks reads-and-writes
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.orders) Code that still uses the table fails.
--   note: deletes-data (public.orders) It is kept in dblead_kept.orders_825d7577 until somebody drops that.
--   way back: exact, until dblead_kept.orders_825d7577 is dropped; loses rows written to it there
CREATE SCHEMA IF NOT EXISTS dblead_kept;
ALTER TABLE public.orders DROP CONSTRAINT orders_customer_id_fkey;
ALTER TABLE public.orders SET SCHEMA dblead_kept;
ALTER TABLE dblead_kept.orders RENAME TO orders_825d7577;
--   back: ALTER TABLE dblead_kept.orders_825d7577 RENAME TO orders;
--   back: ALTER TABLE dblead_kept.orders SET SCHEMA public;
--   back: ALTER TABLE public.orders ADD CONSTRAINT orders_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customers(id);

