INSERT INTO public.parcels SELECT 'p' || g, g % 4 FROM generate_series(1, 40) g;
