INSERT INTO public.tickets SELECT g, (ARRAY['a', 'c', 'x'])[1 + g % 3] FROM generate_series(1, 60) g;
