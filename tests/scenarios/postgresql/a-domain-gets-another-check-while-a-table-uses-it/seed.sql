INSERT INTO public.p SELECT g, 'a@' || g FROM generate_series(1, 10) g;
