INSERT INTO public.logs VALUES (1000, '2026-05-05', 'new'), (1001, '2030-01-01', 'later');
UPDATE public.logs SET line = 'changed' WHERE id = 5;
