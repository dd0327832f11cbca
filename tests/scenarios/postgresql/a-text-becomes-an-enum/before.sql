CREATE TABLE public.people (id bigint PRIMARY KEY, mood text NOT NULL);
