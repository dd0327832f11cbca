INSERT INTO public.a SELECT n, 'l' || n, 'c' || n FROM generate_series(1, 20) n; INSERT INTO public.b VALUES (1), (2);
