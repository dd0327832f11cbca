-- S1 contract deploy-gate: Wait for the release that fits the contract phase
-- waits for the release that fits the contract phase

-- S2 contract drop-foreign-table: Drop foreign table public.orders_22
--   ACCESS EXCLUSIVE on public.orders_22 for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.orders_22) Code that reads the foreign table fails; the rows stay where they are.
DROP FOREIGN TABLE public.orders_22;
--   back: CREATE FOREIGN TABLE public.orders_22 (
--           id integer,
--           year integer
--         ) SERVER vault;

-- S3 contract create-foreign-table: Create foreign table public.orders_22
CREATE FOREIGN TABLE public.orders_22 PARTITION OF public.orders FOR VALUES FROM (2022) TO (2023) SERVER vault;
--   back: DROP FOREIGN TABLE public.orders_22;

-- S4 contract put-dependents-back: Put in place: trigger public.orders_22.kept
CREATE TRIGGER kept BEFORE INSERT ON public.orders_22 FOR EACH ROW EXECUTE FUNCTION public.keep();
--   back: DROP TRIGGER kept ON public.orders_22;

