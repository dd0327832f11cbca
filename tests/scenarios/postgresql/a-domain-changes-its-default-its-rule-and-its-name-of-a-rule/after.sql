CREATE DOMAIN public.iban AS text NOT NULL CONSTRAINT iban_is_long CHECK (VALUE <> '') CONSTRAINT iban_upper CHECK (VALUE = upper(VALUE));
CREATE TABLE public.payees (id integer PRIMARY KEY, iban public.iban NOT NULL, others public.iban[]);
CREATE VIEW public.swiss AS SELECT id, iban FROM public.payees WHERE iban LIKE 'CH%';
