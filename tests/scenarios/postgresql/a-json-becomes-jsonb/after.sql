CREATE TABLE public.events (id bigint PRIMARY KEY, body json);

ALTER TABLE public.events ALTER COLUMN body TYPE jsonb;
