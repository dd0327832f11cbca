CREATE SEQUENCE public.numbers START 100;
CREATE TABLE public.p (id integer PRIMARY KEY DEFAULT nextval('public.numbers'), v text);
CREATE TABLE public.q (id integer PRIMARY KEY DEFAULT nextval('public.numbers'));
