CREATE TABLE public.invoices (id integer PRIMARY KEY, amount bigint NOT NULL DEFAULT 0 CONSTRAINT invoices_amount_check CHECK (amount >= 0));
