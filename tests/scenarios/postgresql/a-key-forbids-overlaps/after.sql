CREATE TABLE public.berths (quay int4range NOT NULL, during tstzrange NOT NULL, ship text NOT NULL, CONSTRAINT berths_pkey PRIMARY KEY (quay, during WITHOUT OVERLAPS));
