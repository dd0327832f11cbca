CREATE TABLE public.items (id bigint PRIMARY KEY, name text NOT NULL, price integer);
CREATE MATERIALIZED VIEW public.prices AS SELECT id, price FROM public.items;
CREATE UNIQUE INDEX prices_by_id ON public.prices (id);
