-- S1 contract deploy-gate: Wait for the release that no longer uses public.orders, public.orders.id, public.orders.total
-- waits for the release that no longer uses public.orders, public.orders.id, public.orders.total

-- S2 contract drop-rule: Drop rule public.orders.log_update
--   ACCESS EXCLUSIVE on public.orders for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.orders) Statements on the relation are no longer rewritten.
DROP RULE log_update ON public.orders;
--   back: CREATE RULE log_update AS
--             ON UPDATE TO public.orders DO  INSERT INTO public.log (id, what)
--           VALUES (new.id, 'total'::text);

-- S3 contract drop-statistics: Drop statistics public.orders_totals
--   SHARE UPDATE EXCLUSIVE on public.orders for a moment: blocks ddl
--   note: slows-queries (public.orders) The planner takes the columns for independent of each other again.
--   way back: exact, until any time; loses what the last ANALYZE learned
DROP STATISTICS public.orders_totals;
--   back: CREATE STATISTICS public.orders_totals ON id, total FROM public.orders;
--   back: COMMENT ON STATISTICS public.orders_totals IS 'Together';

-- S4 contract drop-table: Drop table public.orders
--   ACCESS EXCLUSIVE on public.orders for a moment: blocks reads-and-writes
--   error: deletes-data (public.orders) Every row of the table is gone.
--   warning: breaks-running-code (public.orders) Code that still uses the table fails.
--   warning: irreversible (public.orders) The way back restores the definition, not the rows.
--   way back: schema-only, until the step runs; loses every row of the table
DROP TABLE public.orders;
--   back: CREATE TABLE public.orders (
--           id bigint NOT NULL,
--           total integer NOT NULL,
--           CONSTRAINT orders_pkey PRIMARY KEY (id)
--         );

-- precheck would-be-lost/public.orders: public.orders has no rows that would go
--   no-rows: SELECT count(*) AS would_be_lost FROM public.orders HAVING count(*) > 0
