INSERT INTO public.devices (id, token) SELECT g, md5(g::text)::uuid::text FROM generate_series(1, 60) g;
