INSERT INTO public."Order Lines" SELECT g, g, g::text FROM generate_series(1, 100) g;
