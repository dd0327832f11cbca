INSERT INTO public.measurements (sensor, day, value) SELECT g, '2026-01-01'::date + g % 180, g / 4.0 FROM generate_series(1, 240) g;
