INSERT INTO public.a (id, n) SELECT n, n FROM generate_series(1, 20) n;
