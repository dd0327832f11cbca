CREATE TABLE public.carts (id integer PRIMARY KEY, items jsonb NOT NULL);
CREATE INDEX carts_items ON public.carts USING gin (items);
