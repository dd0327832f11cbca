INSERT INTO public.patients (name, sex, born, insurance_no, street, town) SELECT 'n' || g, CASE WHEN g % 2 = 0 THEN 'f'::public.sex ELSE 'm' END, '1960-01-01'::date + g, 'i' || g, 's' || g, 't' FROM generate_series(1, 60) g;
INSERT INTO public.visits (patient, at, reason, cost) SELECT 1 + g % 60, '2026-01-01 08:00:00'::timestamp + g * interval '1 h', 'r', g FROM generate_series(1, 120) g;
