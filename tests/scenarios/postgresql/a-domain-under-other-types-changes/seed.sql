INSERT INTO public.offers SELECT g, ROW(g * 10, 'EUR')::public.price, g % 5, ARRAY[g, g + 1]::public.amount[] FROM generate_series(1, 30) g;
