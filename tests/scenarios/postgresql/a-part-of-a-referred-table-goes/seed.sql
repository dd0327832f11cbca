INSERT INTO public.areas VALUES ('a', 'north');
INSERT INTO public.shops SELECT g, 'a' FROM generate_series(1, 10) g;
