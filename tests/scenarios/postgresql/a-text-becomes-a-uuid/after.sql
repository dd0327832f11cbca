CREATE TABLE public.devices (id integer PRIMARY KEY, token uuid NOT NULL UNIQUE DEFAULT gen_random_uuid());
