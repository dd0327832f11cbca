CREATE TABLE public.users (id bigint NOT NULL, code uuid NOT NULL DEFAULT gen_random_uuid(), CONSTRAINT users_pkey PRIMARY KEY (code), CONSTRAINT users_id_key UNIQUE (id));
CREATE TABLE public.notes (id bigint PRIMARY KEY, author bigint REFERENCES public.users (id));
