-- S1 expand drop-view: Drop view public.big_orders
--   ACCESS EXCLUSIVE on public.big_orders for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.big_orders) Code that reads the view fails.
DROP VIEW public.big_orders;
--   back: CREATE VIEW public.big_orders AS
--         SELECT id,
--             gross
--            FROM public.orders
--           WHERE (gross > (50)::numeric);

-- S2 expand drop-index: Drop index orders_by_gross of public.orders
--   ACCESS EXCLUSIVE on public.orders for a moment: blocks reads-and-writes
--   warning: slows-queries (public.orders) Queries that used the index read the table instead.
DROP INDEX public.orders_by_gross;
--   back: CREATE INDEX orders_by_gross ON public.orders USING btree (gross);

-- S3 expand drop-column: Drop column public.orders.gross
--   ACCESS EXCLUSIVE on public.orders for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.orders.gross) Code that still names the column fails.
--   note: breaks-running-code (public.orders) A prepared SELECT * of it fails once: cached plan must not change result type.
ALTER TABLE public.orders DROP COLUMN gross;
--   back: ALTER TABLE public.orders ADD COLUMN gross numeric(12,2) GENERATED ALWAYS AS ((net * ((1)::numeric + vat))) STORED;

-- S4 expand change-type: Change column public.orders.net from numeric(10,2) to numeric(16,4)
--   ACCESS EXCLUSIVE on public.orders for a rewrite: blocks reads-and-writes
--   warning: rewrites-object (public.orders) Every row is written anew, and every index on the column built anew.
--   warning: blocks-reads (public.orders) Nobody can read the table while it is rewritten.
--   warning: needs-disk (public.orders) Needs room for a second copy of the table.
--   note: breaks-running-code (public.orders) A prepared SELECT * of it fails once: cached plan must not change result type.
--   note: changes-data (public.orders) A transaction whose snapshot is older than the rewrite finds the table empty.
ALTER TABLE public.orders ALTER COLUMN net TYPE numeric(16,4) USING net::numeric(16,4);
--   back: ALTER TABLE public.orders ALTER COLUMN net TYPE numeric(10,2) USING net::numeric(10,2);

-- S5 expand add-column: Add column public.orders.gross
--   ACCESS EXCLUSIVE on public.orders for a rewrite: blocks reads-and-writes
--   warning: rewrites-object (public.orders) The new column has a value of its own in every row.
--   warning: blocks-reads (public.orders) Nobody can read the table while it is rewritten.
--   warning: needs-disk (public.orders) Needs room for a second copy of the table.
--   note: breaks-running-code (public.orders) A prepared SELECT * of it fails once: cached plan must not change result type.
--   note: changes-data (public.orders) A transaction whose snapshot is older than the rewrite finds the table empty.
--   way back: exact, until any time; loses values written to the new column
ALTER TABLE public.orders ADD COLUMN gross numeric(12,2) GENERATED ALWAYS AS ((net * ((1)::numeric + vat))) STORED;
--   back: ALTER TABLE public.orders DROP COLUMN gross;

-- S6 expand create-view: Create view public.big_orders
CREATE VIEW public.big_orders AS
SELECT id,
    gross
   FROM public.orders
  WHERE (gross > (50)::numeric);
--   back: DROP VIEW public.big_orders;

-- S7 expand create-index: Create index orders_by_gross on public.orders
--   SHARE on public.orders for a build: blocks writes
--   warning: scans-object (public.orders) Every row is read to build the index.
--   warning: blocks-writes (public.orders) Nobody can write to the table while the index is built.
--   note: needs-disk (public.orders) Needs room for the index.
CREATE INDEX orders_by_gross ON public.orders USING btree (gross);
--   back: DROP INDEX public.orders_by_gross;

-- S8 expand analyze [transaction: own]: Gather statistics of public.orders: those of a rewritten field are gone
--   SHARE UPDATE EXCLUSIVE on public.orders for a scan: blocks ddl
ANALYZE public.orders;

-- carries public.orders.net → public.orders.net: forward net::numeric(16,4), backward net::numeric(10,2)
