INSERT INTO public.plots SELECT 'p' || g % 3, g, g * 0.5 FROM generate_series(1, 30) g;
INSERT INTO public.leases SELECT g, CASE WHEN g % 5 > 0 THEN 'p' || g % 3 END, CASE WHEN g % 5 > 0 THEN g END FROM generate_series(1, 30) g;
