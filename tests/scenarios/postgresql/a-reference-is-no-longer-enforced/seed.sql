INSERT INTO public.accounts (id, holder) SELECT g, 'holder ' || g FROM generate_series(1, 25) g;
INSERT INTO public.entries (account, cents) SELECT 1 + g % 25, (g - 50) * 100 FROM generate_series(1, 100) g;
