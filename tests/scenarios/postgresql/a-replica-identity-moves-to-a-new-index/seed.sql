INSERT INTO public.parcels SELECT 'p' || g, g % 4, g FROM generate_series(1, 40) g;
