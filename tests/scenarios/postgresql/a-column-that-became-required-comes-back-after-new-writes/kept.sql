SELECT count(*) = 51 AS rows FROM public.clients;
