INSERT INTO public.limits (standard, most) SELECT g, g * 2 FROM generate_series(1, 10) g;
