CREATE TABLE public.events (id bigint PRIMARY KEY, body json);
