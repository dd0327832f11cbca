INSERT INTO public.readings (sensor, taken_at, value, unit)
SELECT 's' || g % 9, '2026-01-01 00:00:00+00'::timestamptz + g * interval '1 minute', g / 10.0, CASE WHEN g % 4 = 0 THEN 'F' ELSE 'C' END
FROM generate_series(1, 120) g;
