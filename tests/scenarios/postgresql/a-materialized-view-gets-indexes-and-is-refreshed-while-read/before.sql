CREATE ROLE reporting;
CREATE TABLE public.articles (id integer PRIMARY KEY, parent integer REFERENCES public.articles (id), title text NOT NULL, body text, published timestamptz, author integer NOT NULL);
CREATE MATERIALIZED VIEW public.per_author AS SELECT author, count(*) AS n FROM public.articles GROUP BY author;
