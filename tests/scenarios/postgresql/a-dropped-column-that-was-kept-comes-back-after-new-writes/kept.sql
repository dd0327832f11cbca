SELECT (SELECT count(*) = 24 FROM public.clients WHERE phone = '+41 ' || id) AS phones, (SELECT count(*) = 50 FROM public.clients) AS rows;
