CREATE EXTENSION citext;
CREATE TABLE public.people (id bigint PRIMARY KEY, mail citext NOT NULL);
