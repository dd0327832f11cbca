CREATE TYPE public.mood AS ENUM ('sad', 'ok', 'happy', 'none');
CREATE TABLE public.people (id bigint PRIMARY KEY, mood public.mood NOT NULL DEFAULT 'ok', past public.mood[]);
CREATE INDEX people_by_mood ON public.people (mood);
CREATE VIEW public.moods AS SELECT id, mood FROM public.people;
