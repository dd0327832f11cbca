INSERT INTO public.item SELECT g, 'item ' || g, g * 10, CASE WHEN g % 3 = 0 THEN NULL ELSE 'n' || g END FROM generate_series(1, 30) g;
