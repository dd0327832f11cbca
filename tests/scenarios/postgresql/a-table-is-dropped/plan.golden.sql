-- S1 contract deploy-gate: Wait for the release that no longer uses public.orders, public.orders.id, public.orders.customer_id, public.orders.status, public.orders.note, public.orders.total, public.orders_id_seq
-- waits for the release that no longer uses public.orders, public.orders.id, public.orders.customer_id, public.orders.status, public.orders.note, public.orders.total, public.orders_id_seq

-- S2 contract drop-table: Drop table public.orders
--   ACCESS EXCLUSIVE on public.orders for a moment: blocks reads-and-writes
--   ACCESS EXCLUSIVE on public.customers for a moment: blocks reads-and-writes
--   error: deletes-data (public.orders) Every row of the table is gone.
--   warning: breaks-running-code (public.orders) Code that still uses the table fails.
--   warning: irreversible (public.orders) The way back restores the definition, not the rows.
--   way back: schema-only, until the step runs; loses every row of the table
DROP TABLE public.orders;
--   back: CREATE SEQUENCE public.orders_id_seq AS integer START WITH 1 INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 CACHE 1 NO CYCLE;
--   back: CREATE TABLE public.orders (
--           id integer DEFAULT nextval('public.orders_id_seq'::regclass) NOT NULL,
--           customer_id integer NOT NULL,
--           status text DEFAULT 'open'::text NOT NULL,
--           note text,
--           total integer DEFAULT 0 NOT NULL,
--           CONSTRAINT orders_pkey PRIMARY KEY (id)
--         );
--   back: ALTER SEQUENCE public.orders_id_seq OWNED BY public.orders.id;
--   back: ALTER TABLE public.orders ADD CONSTRAINT orders_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customers(id);

-- precheck would-be-lost/public.orders: public.orders has no rows that would go
--   no-rows: SELECT count(*) AS would_be_lost FROM public.orders HAVING count(*) > 0
