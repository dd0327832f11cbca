INSERT INTO public.users (id) SELECT n FROM generate_series(1, 30) n; INSERT INTO public.notes SELECT n, n FROM generate_series(1, 30) n;
