INSERT INTO public.jobs (id, stage, past) SELECT g, (ARRAY['new', 'done'])[1 + g % 2]::public.stage, ARRAY['new']::public.stage[] FROM generate_series(1, 50) g;
