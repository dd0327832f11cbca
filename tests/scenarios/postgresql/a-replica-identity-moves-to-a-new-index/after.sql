CREATE TABLE public.parcels (code text NOT NULL, depot integer NOT NULL, weight numeric);
CREATE UNIQUE INDEX parcels_by_depot ON public.parcels (depot, code);
ALTER TABLE public.parcels REPLICA IDENTITY USING INDEX parcels_by_depot;
