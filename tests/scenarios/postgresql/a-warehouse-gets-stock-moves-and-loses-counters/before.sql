CREATE TABLE public.products (sku varchar(16) PRIMARY KEY, title text NOT NULL, on_hand integer NOT NULL DEFAULT 0, price real NOT NULL, tags json);
CREATE TABLE public.warehouses (id smallint PRIMARY KEY, name text NOT NULL UNIQUE);
CREATE TABLE public.stock (sku varchar(16) NOT NULL REFERENCES public.products (sku), warehouse smallint NOT NULL REFERENCES public.warehouses (id), n integer NOT NULL, PRIMARY KEY (sku, warehouse));
CREATE FUNCTION public.count_stock() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN UPDATE public.products SET on_hand = on_hand + NEW.n WHERE sku = NEW.sku; RETURN NEW; END';
CREATE TRIGGER stock_count AFTER INSERT ON public.stock FOR EACH ROW EXECUTE FUNCTION public.count_stock();
