CREATE TABLE public.item (id integer PRIMARY KEY, name text NOT NULL, amount integer NOT NULL DEFAULT 0, note varchar(40));
ALTER TABLE public.item SET (fillfactor = 90, autovacuum_enabled = false);
ALTER TABLE public.item ALTER COLUMN name SET STATISTICS 500;
