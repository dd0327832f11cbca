INSERT INTO public.events (at) SELECT date '2025-03-01' + n FROM generate_series(1, 30) n;
