INSERT INTO public.people SELECT g, 'bad' FROM generate_series(1, 20) g;
