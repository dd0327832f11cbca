INSERT INTO public.claims SELECT g, (ARRAY['north', 'south', 'west'])[1 + g % 3], g * 10 FROM generate_series(1, 90) g;
