INSERT INTO public.events SELECT n, date '2025-03-01' + n, 'x' FROM generate_series(1, 30) n;
INSERT INTO public.events_2026 SELECT n, date '2026-03-01' + n, 'x' FROM generate_series(1, 30) n;
