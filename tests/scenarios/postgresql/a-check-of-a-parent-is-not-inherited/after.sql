CREATE TABLE public.vehicles (id integer PRIMARY KEY, wheels integer NOT NULL, CONSTRAINT vehicles_wheels_check CHECK (wheels > 1) NO INHERIT);
CREATE TABLE public.trailers (load_kg integer) INHERITS (public.vehicles);
