CREATE TABLE public.orders (id integer PRIMARY KEY, net numeric(16, 4) NOT NULL, vat numeric(4, 3) NOT NULL DEFAULT 0.081, gross numeric(12, 2) GENERATED ALWAYS AS (net * (1 + vat)) STORED);
CREATE INDEX orders_by_gross ON public.orders (gross);
CREATE VIEW public.big_orders AS SELECT id, gross FROM public.orders WHERE gross > 50;
