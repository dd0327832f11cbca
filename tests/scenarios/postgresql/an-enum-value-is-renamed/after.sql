CREATE TYPE public.state AS ENUM ('new', 'paid', 'gone');
CREATE TABLE public.orders (id bigint PRIMARY KEY, state public.state NOT NULL DEFAULT 'paid', CONSTRAINT orders_live CHECK (state <> 'paid' OR id > 0));
CREATE INDEX orders_paid ON public.orders (id) WHERE state = 'paid';
CREATE VIEW public.paid AS SELECT id FROM public.orders WHERE state = 'paid';
