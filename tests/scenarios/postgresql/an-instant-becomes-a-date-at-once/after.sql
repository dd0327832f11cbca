CREATE TABLE public.parcels (
  id        integer PRIMARY KEY,
  label     char(12) NOT NULL,
  weight    double precision,
  shipped   date,
  fragile   boolean,
  extra     json
);
CREATE INDEX parcels_by_shipped ON public.parcels (shipped);
CREATE VIEW public.heavy AS SELECT id, label, weight FROM public.parcels WHERE weight > 10;
