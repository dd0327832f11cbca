CREATE TABLE public.documents (id integer PRIMARY KEY, body text NOT NULL, scan bytea, tags text[], words integer);
ALTER TABLE public.documents ALTER COLUMN body SET COMPRESSION pglz, ALTER COLUMN scan SET STORAGE EXTERNAL, ALTER COLUMN tags SET STORAGE MAIN, ALTER COLUMN words SET STATISTICS 400, ALTER COLUMN words SET (n_distinct = -0.2);
