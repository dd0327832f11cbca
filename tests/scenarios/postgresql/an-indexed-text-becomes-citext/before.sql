CREATE EXTENSION citext;
CREATE TABLE public.people (id bigint PRIMARY KEY, mail text NOT NULL);
CREATE INDEX people_by_mail ON public.people (mail);
