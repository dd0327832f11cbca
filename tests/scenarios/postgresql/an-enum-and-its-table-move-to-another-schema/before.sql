CREATE SCHEMA core;
CREATE TYPE public.mood AS ENUM ('ok', 'bad');
CREATE TABLE public.people (id integer PRIMARY KEY, mood public.mood NOT NULL DEFAULT 'ok');
CREATE FUNCTION public.worst() RETURNS public.mood LANGUAGE sql STABLE BEGIN ATOMIC SELECT max(mood) FROM public.people; END;
