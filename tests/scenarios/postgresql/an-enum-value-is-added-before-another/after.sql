CREATE TYPE public.mood AS ENUM ('awful', 'sad', 'fine', 'ok');
CREATE TABLE public.p (m public.mood);
