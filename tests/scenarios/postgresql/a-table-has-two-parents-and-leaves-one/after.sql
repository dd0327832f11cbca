CREATE TABLE public.named (name text NOT NULL);
CREATE TABLE public.priced (cents integer DEFAULT 0, CONSTRAINT priced_cents_check CHECK (cents >= 0));
CREATE TABLE public.goods (id integer PRIMARY KEY, cents integer DEFAULT 0, CONSTRAINT priced_cents_check CHECK (cents >= 0)) INHERITS (public.named);
