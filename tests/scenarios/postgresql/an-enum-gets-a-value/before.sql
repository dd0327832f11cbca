CREATE TYPE public.mood AS ENUM ('bad', 'good');
CREATE TABLE public.people (id bigint PRIMARY KEY, mood public.mood NOT NULL DEFAULT 'good');
