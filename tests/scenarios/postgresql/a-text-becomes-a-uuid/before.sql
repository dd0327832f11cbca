CREATE TABLE public.devices (id integer PRIMARY KEY, token text NOT NULL UNIQUE);
