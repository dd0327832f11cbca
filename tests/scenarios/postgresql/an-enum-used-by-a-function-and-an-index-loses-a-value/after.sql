CREATE TYPE public.stage AS ENUM ('new', 'done');
CREATE TABLE public.jobs (id integer PRIMARY KEY, stage public.stage NOT NULL DEFAULT 'new', past public.stage[] NOT NULL DEFAULT '{}');
CREATE FUNCTION public.is_open(s public.stage) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1 <> 'done' $$;
CREATE INDEX jobs_open ON public.jobs (stage) WHERE stage <> 'done';
CREATE VIEW public.open_jobs AS SELECT id, stage FROM public.jobs WHERE stage <> 'done';
