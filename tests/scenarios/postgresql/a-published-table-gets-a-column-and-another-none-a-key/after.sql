CREATE TABLE public.orders (id bigint PRIMARY KEY, note text, place text);
CREATE TABLE public.log (at timestamptz, what text);
CREATE PUBLICATION feed FOR ALL TABLES;
