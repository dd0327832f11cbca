INSERT INTO public.invoices SELECT g, g * 1.25 FROM generate_series(1, 60) g;
