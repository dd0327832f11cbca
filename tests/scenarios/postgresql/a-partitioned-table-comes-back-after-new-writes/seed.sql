INSERT INTO public.logs SELECT g, '2025-12-01'::date + g, 'line ' || g FROM generate_series(1, 90) g;
