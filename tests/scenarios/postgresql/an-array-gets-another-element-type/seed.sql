INSERT INTO public.tags SELECT g, ARRAY[g, g + 1] FROM generate_series(1, 200) g;
