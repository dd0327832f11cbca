CREATE TABLE public.tags (id bigint PRIMARY KEY, list integer[] NOT NULL);

ALTER TABLE public.tags ALTER COLUMN list TYPE bigint[];
