INSERT INTO public.events SELECT '2026-01-01 00:00:00+00'::timestamptz + g * interval '1 s', 'login', 'u' || g % 7 FROM generate_series(1, 70) g;
