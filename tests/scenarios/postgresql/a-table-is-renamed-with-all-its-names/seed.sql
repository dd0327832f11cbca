INSERT INTO public.customers (mail) SELECT n::text FROM generate_series(1, 20) n;
