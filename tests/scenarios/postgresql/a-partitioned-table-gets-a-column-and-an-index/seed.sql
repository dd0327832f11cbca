INSERT INTO public.log SELECT g, '2025-03-01'::date + g, 'v' FROM generate_series(1, 30) g;
