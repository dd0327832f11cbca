INSERT INTO public.orders SELECT n, 'new' FROM generate_series(1, 20) n;
