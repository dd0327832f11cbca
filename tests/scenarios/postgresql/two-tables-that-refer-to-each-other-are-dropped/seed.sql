INSERT INTO public.item SELECT g, 'item ' || g, g * 10, CASE WHEN g % 3 = 0 THEN NULL ELSE 'n' || g END FROM generate_series(1, 30) g;
INSERT INTO public.a VALUES (1, NULL);
INSERT INTO public.b VALUES (1, 1);
UPDATE public.a SET b_id = 1;
