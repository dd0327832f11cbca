INSERT INTO public.orders SELECT n, 'paied' FROM generate_series(1, 20) n;
