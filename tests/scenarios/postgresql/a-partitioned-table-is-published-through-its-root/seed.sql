INSERT INTO public.meterings SELECT g % 6, '2025-10-01'::date + g, g * 1.5 FROM generate_series(1, 200) g;
