CREATE TABLE public.places (id integer PRIMARY KEY, name text NOT NULL, tags text[] NOT NULL, spot point NOT NULL, seen timestamptz NOT NULL, open int4range, doc jsonb NOT NULL);
