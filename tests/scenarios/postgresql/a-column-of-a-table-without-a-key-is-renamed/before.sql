CREATE TABLE public.log (line text, level integer);
