INSERT INTO public.countries VALUES ('AT', 'Austria'), ('CH', 'Switzerland'), ('DE', 'Germany'), ('FR', 'France');
INSERT INTO public.branches (country, city) SELECT (ARRAY['AT', 'CH', 'DE', 'FR'])[1 + g % 4], 'city ' || g FROM generate_series(1, 40) g;
