INSERT INTO public.packs SELECT g, g * 10 FROM generate_series(1, 40) g;
