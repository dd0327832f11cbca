CREATE DOMAIN public.amount AS bigint CHECK (VALUE >= 0);
CREATE TYPE public.price AS (net public.amount, currency text);
CREATE TABLE public.offers (id integer PRIMARY KEY, price public.price, fee public.amount DEFAULT 3, steps public.amount[]);
CREATE VIEW public.fees AS SELECT id, fee FROM public.offers;
