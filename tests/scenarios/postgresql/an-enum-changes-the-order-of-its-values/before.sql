CREATE TYPE public.stage AS ENUM ('new', 'held', 'done');
CREATE TABLE public.jobs (id integer PRIMARY KEY, stage public.stage NOT NULL DEFAULT 'new', past public.stage[] NOT NULL DEFAULT '{}');
