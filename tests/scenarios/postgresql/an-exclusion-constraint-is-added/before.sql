CREATE TABLE public.rooms (id bigint PRIMARY KEY, during int4range NOT NULL);
