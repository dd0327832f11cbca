INSERT INTO public.orders (id, net) SELECT g, g * 2 FROM generate_series(1, 60) g;
