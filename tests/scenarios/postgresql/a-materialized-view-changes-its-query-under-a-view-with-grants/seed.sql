INSERT INTO public.articles SELECT g, CASE WHEN g > 5 THEN g / 2 END, 'title ' || g, repeat('x', g), CASE WHEN g % 3 > 0 THEN '2026-01-01 00:00:00+00'::timestamptz + g * interval '1 d' END, g % 4 FROM generate_series(1, 60) g;
REFRESH MATERIALIZED VIEW public.per_author;
