INSERT INTO public.p SELECT g, 'sad' FROM generate_series(1, 10) g;
