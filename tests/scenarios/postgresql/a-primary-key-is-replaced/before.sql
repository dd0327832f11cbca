CREATE TABLE public.users (id bigint CONSTRAINT users_pkey PRIMARY KEY, code uuid NOT NULL DEFAULT gen_random_uuid());
CREATE TABLE public.notes (id bigint PRIMARY KEY, author bigint REFERENCES public.users (id));
