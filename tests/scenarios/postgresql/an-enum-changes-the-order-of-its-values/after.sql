CREATE TYPE public.stage AS ENUM ('new', 'done', 'held');
CREATE TABLE public.jobs (id integer PRIMARY KEY, stage public.stage NOT NULL DEFAULT 'new', past public.stage[] NOT NULL DEFAULT '{}');
