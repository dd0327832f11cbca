CREATE TABLE public.customers (id serial PRIMARY KEY, mail text UNIQUE, parent integer REFERENCES public.customers (id), CONSTRAINT customers_mail_check CHECK (mail <> ''));
CREATE INDEX customers_parent_idx ON public.customers (parent);
CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER customers_touch BEFORE UPDATE ON public.customers FOR EACH ROW EXECUTE FUNCTION public.touch();
ALTER TABLE public.customers ENABLE ROW LEVEL SECURITY;
CREATE POLICY customers_all ON public.customers USING (mail <> 'x');
CREATE FUNCTION public.count_customers() RETURNS bigint LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT count(*) FROM public.customers); END';
