INSERT INTO public.kinds VALUES ('x');
INSERT INTO public.events SELECT n, date '2026-03-01' + n, 'x' FROM generate_series(1, 30) n;
