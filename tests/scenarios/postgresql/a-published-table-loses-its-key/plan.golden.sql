-- S1 contract drop-constraint: Drop primary key orders_pkey of public.orders
--   ACCESS EXCLUSIVE on public.orders for a moment: blocks reads-and-writes
--   warning: weakens-integrity (public.orders.orders_pkey) Rows that the rule kept out may come in.
--   warning: breaks-replication (public.orders) It is published and has no key: updates and deletes of it are refused until it gets a primary key or REPLICA IDENTITY.
ALTER TABLE public.orders DROP CONSTRAINT orders_pkey;
--   back: ALTER TABLE public.orders ADD CONSTRAINT orders_pkey PRIMARY KEY (id);

