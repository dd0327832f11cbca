INSERT INTO public.documents SELECT g, repeat('word ', g), '\x01', ARRAY['a'], g FROM generate_series(1, 60) g;
