INSERT INTO public.admissions SELECT g, to_char('2026-01-01'::date + g, 'YYYY-MM-DD') FROM generate_series(1, 60) g;
