INSERT INTO public.clients (name) SELECT 'Name' || g || ' Sur' || g FROM generate_series(1, 50) g;
