INSERT INTO public.clients (name) VALUES ('New One');
DELETE FROM public.clients WHERE id = 4;
