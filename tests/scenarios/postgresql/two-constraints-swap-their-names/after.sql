CREATE TABLE public.item (id integer PRIMARY KEY, name text NOT NULL, amount integer NOT NULL DEFAULT 0, note varchar(40));
ALTER TABLE public.item ADD CONSTRAINT c_two CHECK (amount >= 0), ADD CONSTRAINT c_one CHECK (name <> '');
