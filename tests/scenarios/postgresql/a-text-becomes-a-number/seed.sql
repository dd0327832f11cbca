INSERT INTO public.readings SELECT g, g::text FROM generate_series(1, 500) g;
