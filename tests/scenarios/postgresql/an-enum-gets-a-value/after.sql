CREATE TYPE public.mood AS ENUM ('bad', 'fair', 'good');
CREATE TABLE public.people (id bigint PRIMARY KEY, mood public.mood NOT NULL DEFAULT 'good');
