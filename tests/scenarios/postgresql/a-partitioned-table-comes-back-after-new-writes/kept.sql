SELECT (SELECT count(*) = 92 FROM public.logs) AS rows, (SELECT line = 'changed' FROM public.logs WHERE id = 5) AS changed;
