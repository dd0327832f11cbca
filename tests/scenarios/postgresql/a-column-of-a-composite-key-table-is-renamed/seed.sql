INSERT INTO public.stock SELECT g % 9, 'i' || g, g FROM generate_series(1, 5000) g;
