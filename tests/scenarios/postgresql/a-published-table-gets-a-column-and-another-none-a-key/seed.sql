INSERT INTO public.orders SELECT n, 'x' FROM generate_series(1, 20) n;
