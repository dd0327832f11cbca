INSERT INTO public.rooms SELECT g, int4range(g * 10, g * 10 + 5) FROM generate_series(1, 50) g;
