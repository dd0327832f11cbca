INSERT INTO public.tariffs SELECT int4range(z, z + 1), daterange(('2026-01-01'::date + q * 90), '2026-01-01'::date + (q + 1) * 90), 100 + q FROM generate_series(1, 3) z, generate_series(0, 3) q;
INSERT INTO public.contracts SELECT g, int4range(1 + g % 3, 2 + g % 3), daterange('2026-01-01'::date + g, '2026-01-01'::date + g + 60) FROM generate_series(1, 50) g;
