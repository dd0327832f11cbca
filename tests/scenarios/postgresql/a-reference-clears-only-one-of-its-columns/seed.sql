INSERT INTO public.teams SELECT t, i, 'team ' || i FROM generate_series(1, 3) t, generate_series(1, 4) i;
INSERT INTO public.tickets SELECT 1 + g % 3, g, CASE WHEN g % 2 = 0 THEN 1 + g % 4 END FROM generate_series(1, 50) g;
