CREATE TABLE public.tags (id bigint PRIMARY KEY, list integer[] NOT NULL);
