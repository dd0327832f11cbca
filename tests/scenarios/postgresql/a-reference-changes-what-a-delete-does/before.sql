CREATE TABLE public.item (id integer PRIMARY KEY, name text NOT NULL, amount integer NOT NULL DEFAULT 0, note varchar(40));
CREATE TABLE public.line (id integer PRIMARY KEY, item_id integer REFERENCES public.item (id));
