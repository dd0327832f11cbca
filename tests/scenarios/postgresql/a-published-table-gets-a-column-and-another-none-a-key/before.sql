CREATE TABLE public.orders (id bigint PRIMARY KEY, note text);
CREATE PUBLICATION feed FOR ALL TABLES;
