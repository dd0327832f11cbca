INSERT INTO public.readings (at, value) SELECT date '2024-01-01' + g, g FROM generate_series(1, 30) g;
