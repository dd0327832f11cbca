CREATE TABLE public.parcels (code text NOT NULL, depot integer NOT NULL, weight numeric);
CREATE UNIQUE INDEX parcels_by_code ON public.parcels (code);
ALTER TABLE public.parcels REPLICA IDENTITY USING INDEX parcels_by_code;
