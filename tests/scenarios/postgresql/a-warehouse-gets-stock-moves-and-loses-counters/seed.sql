INSERT INTO public.products SELECT 'sku' || g, 'title ' || g, 0, g * 0.5, '{"a": 1}' FROM generate_series(1, 40) g;
INSERT INTO public.warehouses SELECT g, 'w' || g FROM generate_series(1, 3) g;
INSERT INTO public.stock SELECT 'sku' || p, w, p FROM generate_series(1, 40) p, generate_series(1, 3) w;
