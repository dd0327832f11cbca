INSERT INTO public.things SELECT g, 't' FROM generate_series(1, 300) g;
