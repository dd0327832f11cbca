INSERT INTO public.lines (id, n, price) SELECT n, n, 1.115 FROM generate_series(1, 30) n;
