CREATE TABLE public.log (line text, level integer);

ALTER TABLE public.log RENAME COLUMN line TO entry;
