INSERT INTO public.lines (id, n) SELECT n, n FROM generate_series(1, 30) n;
