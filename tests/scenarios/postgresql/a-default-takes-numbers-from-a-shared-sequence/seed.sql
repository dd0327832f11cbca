INSERT INTO public.p VALUES (1, 'a');
INSERT INTO public.q VALUES (2);
