INSERT INTO public.articles SELECT g, 'title ' || g FROM generate_series(1, 60) g;
