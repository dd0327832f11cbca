INSERT INTO public.notes (body) SELECT 'n' || g FROM generate_series(1, 20) g;
INSERT INTO public.marks SELECT g, g FROM generate_series(1, 10) g;
