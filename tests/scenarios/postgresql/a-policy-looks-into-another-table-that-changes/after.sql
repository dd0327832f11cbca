CREATE TABLE public.accounts (id integer PRIMARY KEY, owner text NOT NULL, cents bigint NOT NULL DEFAULT 0, currency char(3) NOT NULL DEFAULT 'CHF');
CREATE TABLE public.moves (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account integer NOT NULL REFERENCES public.accounts (id), cents numeric(20, 2) NOT NULL, at timestamptz NOT NULL DEFAULT '2026-01-01 00:00:00+00');
CREATE ROLE clerk;
CREATE ROLE boss;
ALTER TABLE public.accounts ENABLE ROW LEVEL SECURITY;
CREATE POLICY moved ON public.accounts USING (EXISTS (SELECT FROM public.moves m WHERE m.account = accounts.id AND m.cents > 0));
