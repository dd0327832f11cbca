CREATE ROLE reporting;
CREATE TABLE public.articles (id integer PRIMARY KEY, parent integer REFERENCES public.articles (id), title text NOT NULL, body text, published timestamptz, author integer NOT NULL);
CREATE MATERIALIZED VIEW public.per_author AS SELECT author, count(*) AS n FROM public.articles GROUP BY author;
CREATE UNIQUE INDEX per_author_key ON public.per_author (author);
GRANT SELECT ON public.per_author TO reporting;
CREATE VIEW public.busy AS SELECT author FROM public.per_author WHERE n > 3;
GRANT SELECT ON public.busy TO reporting;
COMMENT ON VIEW public.busy IS 'who writes';
