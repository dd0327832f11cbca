CREATE TABLE public.events (at timestamptz NOT NULL, what text NOT NULL, who text);
ALTER TABLE public.events REPLICA IDENTITY FULL;
CREATE PUBLICATION audit FOR TABLE public.events;
