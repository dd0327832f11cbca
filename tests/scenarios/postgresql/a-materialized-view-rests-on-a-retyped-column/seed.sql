INSERT INTO public.items SELECT g, 'item ' || g, g * 10 FROM generate_series(1, 300) g;
