INSERT INTO public.authors (nick, mail) SELECT 'nick' || g, 'm' FROM generate_series(1, 10) g;
INSERT INTO public.posts (author, title, tags, state) SELECT 1 + g % 10, 't' || g, ARRAY['a', 'b'], CASE WHEN g % 2 = 0 THEN 'live' ELSE 'draft' END FROM generate_series(1, 80) g;
