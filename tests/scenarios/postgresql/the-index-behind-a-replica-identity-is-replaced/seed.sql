INSERT INTO public.devices SELECT 'sn' || g, g % 5, 'm' || g % 3 FROM generate_series(1, 60) g;
