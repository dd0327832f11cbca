INSERT INTO public.assets (id, name) SELECT g, 'asset ' || g FROM generate_series(1, 20) g;
INSERT INTO public.vans (id, name, seats) SELECT 100 + g, 'van ' || g, 3 + g % 6 FROM generate_series(1, 15) g;
