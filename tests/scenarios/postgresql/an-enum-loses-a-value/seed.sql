INSERT INTO public.people SELECT n, 'sad', '{ok,happy}' FROM generate_series(1, 30) n;
