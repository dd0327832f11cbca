INSERT INTO public.parcels SELECT g, lpad(g::text, 12, '0'), g * 0.25, '2026-01-01 08:00:00'::timestamp + g * interval '1 hour', g % 2 = 0, json_build_object('n', g) FROM generate_series(1, 80) g;
