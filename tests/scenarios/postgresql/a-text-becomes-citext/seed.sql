INSERT INTO public.people SELECT n, 'P' || n FROM generate_series(1, 30) n;
