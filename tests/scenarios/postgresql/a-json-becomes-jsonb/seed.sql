INSERT INTO public.events SELECT g, json_build_object('n', g) FROM generate_series(1, 200) g;
