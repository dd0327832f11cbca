CREATE TABLE public.stock (shop integer, item text, amount integer NOT NULL DEFAULT 0, PRIMARY KEY (shop, item));

ALTER TABLE public.stock RENAME COLUMN amount TO quantity;
