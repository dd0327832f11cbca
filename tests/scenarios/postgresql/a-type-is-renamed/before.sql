CREATE TYPE public.mood AS ENUM ('sad', 'happy');
CREATE DOMAIN public.mail AS text CHECK (VALUE LIKE '%@%');
CREATE TABLE public.people (id bigint PRIMARY KEY, mood public.mood NOT NULL DEFAULT 'sad', mail public.mail, past public.mood[]);
CREATE INDEX people_happy ON public.people (id) WHERE mood = 'happy';
CREATE FUNCTION public.rate(m public.mood) RETURNS public.mood LANGUAGE sql IMMUTABLE AS 'SELECT m';
CREATE VIEW public.rated AS SELECT id, public.rate(mood) AS rate FROM public.people;
