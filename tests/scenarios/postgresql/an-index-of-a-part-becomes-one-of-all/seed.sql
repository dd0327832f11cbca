INSERT INTO public.readings SELECT date '2023-03-01' + g * 9, g % 7 FROM generate_series(1, 60) g;
