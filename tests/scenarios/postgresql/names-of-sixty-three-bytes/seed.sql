INSERT INTO public.ttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttttt VALUES (1), (2);
