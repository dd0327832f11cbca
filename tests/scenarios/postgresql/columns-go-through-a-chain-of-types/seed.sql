INSERT INTO public.c SELECT g, 'b' || g, '2026-01-01', g, 'e', g FROM generate_series(1, 20) g;
