CREATE TABLE public.orders (id bigint CONSTRAINT orders_pkey PRIMARY KEY, note text);
CREATE PUBLICATION feed FOR TABLE public.orders;
