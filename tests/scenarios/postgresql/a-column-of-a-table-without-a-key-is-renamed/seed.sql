INSERT INTO public.log SELECT 'line ' || g, g % 4 FROM generate_series(1, 9000) g;
