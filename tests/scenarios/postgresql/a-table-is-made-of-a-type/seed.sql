INSERT INTO public.readings SELECT g, g, 'n' FROM generate_series(1, 40) g;
