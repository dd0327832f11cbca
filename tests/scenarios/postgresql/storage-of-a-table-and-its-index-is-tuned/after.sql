CREATE TABLE public.accounts (id integer PRIMARY KEY, owner text NOT NULL, cents bigint NOT NULL DEFAULT 0, currency char(3) NOT NULL DEFAULT 'CHF');
CREATE TABLE public.moves (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account integer NOT NULL REFERENCES public.accounts (id), cents bigint NOT NULL, at timestamptz NOT NULL DEFAULT '2026-01-01 00:00:00+00');
CREATE INDEX moves_by_at ON public.moves (at) WITH (fillfactor = 70, deduplicate_items = off);
ALTER TABLE public.moves SET (autovacuum_vacuum_scale_factor = 0.02, fillfactor = 90, parallel_workers = 2, toast.autovacuum_enabled = true);
ALTER TABLE public.moves CLUSTER ON moves_by_at;
