CREATE TABLE public.item (id integer PRIMARY KEY, name text NOT NULL, amount integer NOT NULL DEFAULT 0, note varchar(40));
CREATE INDEX i_two ON public.item (name);
CREATE INDEX i_one ON public.item (amount);
