INSERT INTO public.members SELECT g, g, CASE WHEN g % 3 > 0 THEN 'b' || g END FROM generate_series(1, 40) g;
