CREATE TABLE public.item (id integer PRIMARY KEY, name text NOT NULL, amount integer NOT NULL DEFAULT 0, note varchar(40));
CREATE FUNCTION public.mark() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.note := 'a'; RETURN NEW; END $$;
CREATE TRIGGER mark BEFORE UPDATE ON public.item FOR EACH ROW EXECUTE FUNCTION public.mark();
