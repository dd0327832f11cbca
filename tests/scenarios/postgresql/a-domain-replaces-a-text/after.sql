CREATE DOMAIN public.mail_address AS text CONSTRAINT mail_address_check CHECK (VALUE ~ '^[^@]+@[^@]+$');
CREATE TABLE public.contacts (id integer PRIMARY KEY, mail public.mail_address NOT NULL UNIQUE, phone text);
