CREATE TABLE public.tariffs (zone int4range NOT NULL, valid daterange NOT NULL, cents integer NOT NULL, CONSTRAINT tariffs_pkey PRIMARY KEY (zone, valid WITHOUT OVERLAPS));
CREATE TABLE public.contracts (id integer PRIMARY KEY, zone int4range NOT NULL, valid daterange NOT NULL);
