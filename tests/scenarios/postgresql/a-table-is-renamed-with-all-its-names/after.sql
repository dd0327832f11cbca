CREATE TABLE public.clients (id serial PRIMARY KEY, mail text UNIQUE, parent integer REFERENCES public.clients (id), CONSTRAINT clients_mail_check CHECK (mail <> ''));
CREATE INDEX clients_parent_idx ON public.clients (parent);
CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER clients_touch BEFORE UPDATE ON public.clients FOR EACH ROW EXECUTE FUNCTION public.touch();
ALTER TABLE public.clients ENABLE ROW LEVEL SECURITY;
CREATE POLICY clients_all ON public.clients USING (mail <> 'x');
CREATE FUNCTION public.count_customers() RETURNS bigint LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT count(*) FROM public.clients); END';
