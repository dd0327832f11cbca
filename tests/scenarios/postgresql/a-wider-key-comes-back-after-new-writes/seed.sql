INSERT INTO public.visits (place) SELECT 'p' || g FROM generate_series(1, 30) g;
INSERT INTO public.photos (visit) SELECT 1 + g % 30 FROM generate_series(1, 60) g;
