CREATE SEQUENCE public.tickets;
