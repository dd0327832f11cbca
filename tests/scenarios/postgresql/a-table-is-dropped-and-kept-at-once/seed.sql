INSERT INTO public.customers (mail, full_name, city, zip, balance)
SELECT 'c' || g || '@example.org', 'Ann' || g || ' Lee', CASE WHEN g % 5 > 0 THEN 'city' || g % 7 END, lpad(g::text, 5, '0'), g
FROM generate_series(1, 250) g;
INSERT INTO public.orders (customer_id, status, note, total)
SELECT 1 + g % 250, CASE g % 3 WHEN 0 THEN 'open' WHEN 1 THEN 'paid' ELSE 'sent' END, CASE WHEN g % 2 = 0 THEN 'note ' || g END, g
FROM generate_series(1, 200) g;
