CREATE TYPE public.state AS ENUM ('new', 'paied', 'gone');
CREATE TABLE public.orders (id bigint PRIMARY KEY, state public.state NOT NULL DEFAULT 'paied', CONSTRAINT orders_live CHECK (state <> 'paied' OR id > 0));
CREATE INDEX orders_paid ON public.orders (id) WHERE state = 'paied';
CREATE VIEW public.paid AS SELECT id FROM public.orders WHERE state = 'paied';
