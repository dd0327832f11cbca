INSERT INTO public.wards (name) SELECT 'ward ' || g FROM generate_series(1, 5) g;
INSERT INTO public.beds SELECT w, b FROM generate_series(1, 5) w, generate_series(1, 6) b;
INSERT INTO public.stays (ward, bed) SELECT 1 + g % 5, 1 + g % 6 FROM generate_series(1, 70) g;
