CREATE TABLE public.accounts (id integer PRIMARY KEY, owner text NOT NULL, cents bigint NOT NULL DEFAULT 0, currency char(3) NOT NULL DEFAULT 'CHF');
CREATE TABLE public.moves (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account integer NOT NULL REFERENCES public.accounts (id), cents bigint NOT NULL, at timestamptz NOT NULL DEFAULT '2026-01-01 00:00:00+00');
CREATE FUNCTION public.fee(cents bigint, rate numeric) RETURNS numeric LANGUAGE sql AS 'SELECT cents * rate';
CREATE VIEW public.fees AS SELECT id, public.fee(cents, 0.01) AS fee FROM public.accounts;
