CREATE TABLE public.sales (day date, amount integer);
