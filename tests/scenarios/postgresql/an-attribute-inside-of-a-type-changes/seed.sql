INSERT INTO public.walls SELECT g, ROW(ROW(g, 1)::public.spot, ROW(2, g)::public.spot)::public.line, ARRAY[ROW(g, g)::public.spot] FROM generate_series(1, 20) g;
