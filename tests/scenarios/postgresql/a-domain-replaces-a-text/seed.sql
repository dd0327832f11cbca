INSERT INTO public.contacts SELECT g, 'u' || g || '@example.org', '+41' || g FROM generate_series(1, 40) g;
