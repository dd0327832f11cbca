INSERT INTO public.payees SELECT g, 'CH' || g, ARRAY['DE1']::public.iban[] FROM generate_series(1, 40) g;
