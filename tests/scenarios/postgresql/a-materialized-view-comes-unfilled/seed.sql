INSERT INTO public.sales SELECT date '2024-01-01' + g, g FROM generate_series(1, 10) g;
