CREATE TABLE public.events (at timestamptz NOT NULL, what text NOT NULL, who text);
