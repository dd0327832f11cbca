CREATE ROLE reporting;
CREATE TABLE public.articles (id integer PRIMARY KEY, parent integer REFERENCES public.articles (id), title text NOT NULL, body text, published timestamptz, author integer NOT NULL);
CREATE VIEW public.live AS SELECT id, title FROM public.articles WHERE published IS NOT NULL;
GRANT SELECT ON public.live TO reporting;
