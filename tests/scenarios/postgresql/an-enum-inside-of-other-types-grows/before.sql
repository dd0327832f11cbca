CREATE TYPE public.mood AS ENUM ('sad', 'glad');
CREATE DOMAIN public.good AS public.mood CHECK (VALUE <> 'sad');
CREATE TYPE public.moment AS (mood public.mood, at date);
CREATE TABLE public.days (id integer PRIMARY KEY, mood public.mood DEFAULT 'glad', moods public.mood[], good public.good, moment public.moment);
CREATE INDEX days_glad ON public.days (id) WHERE mood = 'glad';
