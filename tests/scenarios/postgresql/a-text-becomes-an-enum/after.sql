CREATE TABLE public.people (id bigint PRIMARY KEY, mood text NOT NULL);

CREATE TYPE public.mood AS ENUM ('bad', 'good');
ALTER TABLE public.people ALTER COLUMN mood TYPE public.mood USING mood::public.mood;
