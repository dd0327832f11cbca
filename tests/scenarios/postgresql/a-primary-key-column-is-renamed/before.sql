CREATE TABLE public.a (code text PRIMARY KEY, v integer);
CREATE TABLE public.b (id bigint PRIMARY KEY, a_code text NOT NULL REFERENCES public.a (code) ON DELETE CASCADE);
