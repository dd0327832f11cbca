CREATE DOMAIN public.mail AS text CHECK (VALUE <> '');
CREATE TABLE public.p (id integer PRIMARY KEY, m public.mail);
