INSERT INTO public.vehicles SELECT g, 2 + g % 3 FROM generate_series(1, 20) g;
INSERT INTO public.trailers SELECT 100 + g, 2, g * 50 FROM generate_series(1, 10) g;
