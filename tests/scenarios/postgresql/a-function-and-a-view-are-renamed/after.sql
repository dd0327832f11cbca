CREATE TABLE public.orders (id bigint PRIMARY KEY, total numeric);
CREATE FUNCTION public.with_tax(net numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT net * 1.2';
CREATE VIEW public.order_totals AS SELECT id, public.with_tax(total) AS gross FROM public.orders;
CREATE MATERIALIZED VIEW public.saved AS SELECT id FROM public.order_totals;
CREATE SEQUENCE public.receipts;
