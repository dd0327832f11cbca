CREATE TABLE public.item (id integer PRIMARY KEY, name text NOT NULL, amount integer NOT NULL DEFAULT 0, note varchar(40));
ALTER TABLE public.item ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON public.item FOR SELECT USING (amount > 0);
