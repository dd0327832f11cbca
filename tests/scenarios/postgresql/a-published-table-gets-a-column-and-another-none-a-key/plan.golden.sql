-- S1 expand create-table: Create table public.log
--   warning: breaks-replication (public.log) It is published and has no key: updates and deletes of it are refused until it gets a primary key or REPLICA IDENTITY.
--   way back: exact, until any time; loses rows written to the new table
CREATE TABLE public.log (
  at timestamp with time zone,
  what text
);
--   back: DROP TABLE public.log;

-- S2 expand add-column: Add column public.orders.place
--   ACCESS EXCLUSIVE on public.orders for a moment: blocks reads-and-writes
--   note: breaks-running-code (public.orders) A prepared SELECT * of it fails once: cached plan must not change result type.
--   warning: breaks-replication (public.orders) It is published, and replication does not carry definitions: the subscribers' tables change before this one.
--   way back: exact, until any time; loses values written to the new column
ALTER TABLE public.orders ADD COLUMN place text;
--   back: ALTER TABLE public.orders DROP COLUMN place;

-- carries public.orders.∅ → public.orders.place: forward none, backward none
