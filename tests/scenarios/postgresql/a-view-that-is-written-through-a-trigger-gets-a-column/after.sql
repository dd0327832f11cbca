CREATE ROLE reporting;
CREATE TABLE public.articles (id integer PRIMARY KEY, parent integer REFERENCES public.articles (id), title text NOT NULL, body text, published timestamptz, author integer NOT NULL);
CREATE VIEW public.drafts AS SELECT id, author, title FROM public.articles WHERE published IS NULL;
CREATE FUNCTION public.write_draft() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO public.articles (id, title, author) VALUES (NEW.id, NEW.title, NEW.author); RETURN NEW; END';
CREATE TRIGGER drafts_insert INSTEAD OF INSERT ON public.drafts FOR EACH ROW EXECUTE FUNCTION public.write_draft();
