CREATE ROLE reader;
CREATE ROLE writer;
CREATE TABLE public.item (id integer PRIMARY KEY, name text NOT NULL, amount integer NOT NULL DEFAULT 0, note varchar(40));
ALTER TABLE public.item OWNER TO writer;
CREATE TABLE public.shelf (id integer PRIMARY KEY, room text NOT NULL);
