CREATE TABLE public.rooms (id bigint PRIMARY KEY, during int4range NOT NULL);

ALTER TABLE public.rooms ADD CONSTRAINT rooms_do_not_overlap EXCLUDE USING gist (during WITH &&);
