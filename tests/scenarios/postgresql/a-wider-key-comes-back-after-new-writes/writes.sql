INSERT INTO public.visits (place) VALUES ('fresh');
INSERT INTO public.photos (visit) SELECT max(id) FROM public.visits;
