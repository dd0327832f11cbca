INSERT INTO public.sales SELECT g, (ARRAY['web', 'shop', 'phone'])[1 + g % 3]::public.channel, ARRAY['web', 'phone']::public.channel[] FROM generate_series(1, 60) g;
