INSERT INTO public.patients SELECT g, 'patient ' || g, '1950-01-01'::date + g * 100, 'i' || g % 4 FROM generate_series(1, 50) g;
