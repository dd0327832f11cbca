INSERT INTO public.a SELECT 'k' || g, g FROM generate_series(1, 100) g;
INSERT INTO public.b SELECT g, 'k' || g FROM generate_series(1, 90) g;
