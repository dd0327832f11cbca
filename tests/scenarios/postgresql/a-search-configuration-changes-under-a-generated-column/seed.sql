INSERT INTO public.pages (id, body) SELECT g, 'running ships ' || g FROM generate_series(1, 40) g;
