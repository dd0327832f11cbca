INSERT INTO public.accounts (id, owner, cents) SELECT g, 'owner ' || g, g * 100 FROM generate_series(1, 30) g;
INSERT INTO public.moves (account, cents) SELECT 1 + g % 30, g FROM generate_series(1, 90) g;
