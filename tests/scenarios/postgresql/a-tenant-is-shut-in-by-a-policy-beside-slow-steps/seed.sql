INSERT INTO public.notes (tenant, body) SELECT g % 4, 'note ' || g FROM generate_series(1, 40) g;
