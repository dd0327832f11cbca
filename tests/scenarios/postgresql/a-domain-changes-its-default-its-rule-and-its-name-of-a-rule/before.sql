CREATE DOMAIN public.iban AS text DEFAULT 'none' CONSTRAINT iban_check CHECK (VALUE <> '');
CREATE TABLE public.payees (id integer PRIMARY KEY, iban public.iban NOT NULL, others public.iban[]);
CREATE VIEW public.swiss AS SELECT id, iban FROM public.payees WHERE iban LIKE 'CH%';
