CREATE TABLE public.sessions (id uuid PRIMARY KEY, account bigint NOT NULL, opened timestamptz NOT NULL);
