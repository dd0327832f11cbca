INSERT INTO public.p VALUES ('ok'), ('sad');
