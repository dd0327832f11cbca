INSERT INTO public.goods (id, name, cents) SELECT g, 'good ' || g, g FROM generate_series(1, 30) g;
