CREATE TABLE public.parcels (code text NOT NULL, depot integer NOT NULL);
ALTER TABLE public.parcels REPLICA IDENTITY FULL;
