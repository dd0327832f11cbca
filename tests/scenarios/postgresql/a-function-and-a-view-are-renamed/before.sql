CREATE TABLE public.orders (id bigint PRIMARY KEY, total numeric);
CREATE FUNCTION public.gross(net numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT net * 1.2';
CREATE VIEW public.totals AS SELECT id, public.gross(total) AS gross FROM public.orders;
CREATE MATERIALIZED VIEW public.kept AS SELECT id FROM public.totals;
CREATE SEQUENCE public.tickets;
