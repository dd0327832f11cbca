INSERT INTO public.readings SELECT date '2023-03-01' + g, g % 7 FROM generate_series(1, 60) g;
