CREATE TABLE public.documents (id integer PRIMARY KEY, body text NOT NULL, scan bytea, tags text[], words integer);
