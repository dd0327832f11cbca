CREATE EXTENSION citext;
CREATE TABLE public.people (id bigint PRIMARY KEY, mail text NOT NULL);
