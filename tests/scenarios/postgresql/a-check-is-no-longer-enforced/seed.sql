INSERT INTO public.doses SELECT g, g * 0.5 FROM generate_series(1, 30) g;
