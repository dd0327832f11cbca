CREATE TYPE public.move_kind AS ENUM ('in', 'out', 'lost');
CREATE TABLE public.products (sku varchar(16) PRIMARY KEY, title text NOT NULL, price numeric(12, 2) NOT NULL, tags jsonb NOT NULL DEFAULT '{}');
CREATE INDEX products_tags ON public.products USING gin (tags);
CREATE TABLE public.warehouses (id integer PRIMARY KEY, name text NOT NULL UNIQUE, closed boolean NOT NULL DEFAULT false);
CREATE TABLE public.stock (sku varchar(16) NOT NULL REFERENCES public.products (sku), warehouse integer NOT NULL REFERENCES public.warehouses (id), n integer NOT NULL CONSTRAINT stock_n_check CHECK (n >= 0), PRIMARY KEY (sku, warehouse));
CREATE TABLE public.stock_moves (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, sku varchar(16) NOT NULL, warehouse integer NOT NULL, kind public.move_kind NOT NULL, n integer NOT NULL, at timestamptz NOT NULL DEFAULT now(), FOREIGN KEY (sku, warehouse) REFERENCES public.stock (sku, warehouse));
CREATE INDEX stock_moves_by_place ON public.stock_moves (sku, warehouse, at);
CREATE MATERIALIZED VIEW public.on_hand AS SELECT sku, sum(n) AS n FROM public.stock GROUP BY sku;
CREATE UNIQUE INDEX on_hand_key ON public.on_hand (sku);
