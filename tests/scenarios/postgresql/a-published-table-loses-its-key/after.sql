CREATE TABLE public.orders (id bigint NOT NULL, note text);
CREATE PUBLICATION feed FOR TABLE public.orders;
