CREATE TYPE public.mood AS ENUM ('sad', 'ok', 'old');
CREATE TABLE public.p (id integer PRIMARY KEY, m public.mood NOT NULL DEFAULT 'ok');
