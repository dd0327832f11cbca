CREATE ROLE reporting;
CREATE TABLE public.articles (id integer PRIMARY KEY, parent integer REFERENCES public.articles (id), title text NOT NULL, body text, published timestamptz, author integer NOT NULL);
CREATE VIEW public.writable AS SELECT id, title, author FROM public.articles;
ALTER VIEW public.writable ALTER COLUMN author SET DEFAULT 0;
COMMENT ON COLUMN public.writable.author IS 'nobody by default';
