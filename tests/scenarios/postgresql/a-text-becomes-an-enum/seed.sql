INSERT INTO public.people SELECT g, CASE WHEN g % 2 = 0 THEN 'bad' ELSE 'good' END FROM generate_series(1, 40) g;
