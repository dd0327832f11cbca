INSERT INTO public.rooms (hotel, room, beds) SELECT h, r, 1 + r % 3 FROM generate_series(1, 4) h, generate_series(101, 120) r;
INSERT INTO public.cleanings (hotel, room, done_at) SELECT 1 + g % 4, 101 + g % 20, CASE WHEN g % 3 > 0 THEN '2026-02-01 10:00:00+00'::timestamptz END FROM generate_series(1, 90) g;
