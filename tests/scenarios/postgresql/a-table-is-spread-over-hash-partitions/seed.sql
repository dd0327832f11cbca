INSERT INTO public.sessions SELECT md5(g::text)::uuid, g, '2026-01-01 00:00:00+00'::timestamptz + g * interval '1 min' FROM generate_series(1, 80) g;
