CREATE TABLE public.assets (id integer PRIMARY KEY, name text NOT NULL, bought date NOT NULL DEFAULT '2026-01-01', CONSTRAINT assets_name_check CHECK (name <> ''));
CREATE TABLE public.vans (seats integer) INHERITS (public.assets);
ALTER TABLE public.vans ALTER COLUMN name SET DEFAULT 'van';
ALTER TABLE public.vans ALTER COLUMN bought SET DEFAULT '2026-06-01';
