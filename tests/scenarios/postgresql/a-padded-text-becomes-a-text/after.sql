CREATE TABLE public.parcels (
  id        integer PRIMARY KEY,
  label     text NOT NULL,
  weight    double precision,
  shipped   timestamp,
  fragile   boolean,
  extra     json
);
CREATE INDEX parcels_by_shipped ON public.parcels (shipped);
CREATE VIEW public.heavy AS SELECT id, label, weight FROM public.parcels WHERE weight > 10;
