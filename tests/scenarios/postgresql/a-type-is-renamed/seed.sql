INSERT INTO public.people SELECT n, 'happy', n || '@x', '{sad,happy}' FROM generate_series(1, 20) n;
