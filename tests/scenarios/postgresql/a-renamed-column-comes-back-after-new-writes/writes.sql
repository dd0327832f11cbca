INSERT INTO public.clients (full_name) SELECT 'New ' || g FROM generate_series(1, 5) g;
UPDATE public.clients SET full_name = 'changed' WHERE id = 7;
DELETE FROM public.clients WHERE id = 8;
