CREATE TABLE public.articles (id integer PRIMARY KEY, title text COLLATE "C" NOT NULL, CONSTRAINT articles_title_key UNIQUE (title));
CREATE INDEX articles_by_title ON public.articles (title text_pattern_ops);
