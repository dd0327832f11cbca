CREATE ROLE reporting;
CREATE TABLE public.articles (id integer PRIMARY KEY, parent integer REFERENCES public.articles (id), title text NOT NULL, body text, published timestamptz, author integer NOT NULL);
CREATE RECURSIVE VIEW public.tree (id, depth, path) AS SELECT id, 0, ARRAY[id] FROM public.articles WHERE parent IS NULL UNION ALL SELECT a.id, t.depth + 1, t.path || a.id FROM public.articles a JOIN tree t ON a.parent = t.id;
