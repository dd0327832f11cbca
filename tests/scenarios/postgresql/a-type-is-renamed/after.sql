CREATE TYPE public.feeling AS ENUM ('sad', 'happy');
CREATE DOMAIN public.address AS text CONSTRAINT mail_check CHECK (VALUE LIKE '%@%');
CREATE TABLE public.people (id bigint PRIMARY KEY, mood public.feeling NOT NULL DEFAULT 'sad', mail public.address, past public.feeling[]);
CREATE INDEX people_happy ON public.people (id) WHERE mood = 'happy';
CREATE FUNCTION public.rate(m public.feeling) RETURNS public.feeling LANGUAGE sql IMMUTABLE AS 'SELECT m';
CREATE VIEW public.rated AS SELECT id, public.rate(mood) AS rate FROM public.people;
