INSERT INTO public.days SELECT g, 'glad', '{sad,glad}', 'glad', ROW('sad', date '2024-01-01')::public.moment FROM generate_series(1, 20) g;
