CREATE TABLE public.accounts (id integer PRIMARY KEY, owner text NOT NULL, cents bigint NOT NULL DEFAULT 0, currency char(3) NOT NULL DEFAULT 'CHF');
CREATE TABLE public.moves (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account integer NOT NULL REFERENCES public.accounts (id), cents bigint NOT NULL, at timestamptz NOT NULL DEFAULT '2026-01-01 00:00:00+00');
CREATE FUNCTION public.norm(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT lower(btrim($1))';
CREATE FUNCTION public.slug(text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT replace(public.norm($1), ' ', '-') $$;
CREATE INDEX accounts_by_slug ON public.accounts (public.slug(owner));
ALTER TABLE public.accounts ADD CONSTRAINT accounts_owner_check CHECK (public.norm(owner) <> '');
