INSERT INTO public.clients (name) VALUES ('Fresh');
