INSERT INTO public.p (v) SELECT 'v' FROM generate_series(1, 10);
