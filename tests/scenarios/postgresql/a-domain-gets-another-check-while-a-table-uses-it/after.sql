CREATE DOMAIN public.mail AS text CONSTRAINT mail_at CHECK (VALUE LIKE '%@%');
CREATE TABLE public.p (id integer PRIMARY KEY, m public.mail);
