CREATE TABLE public.authors (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, nick text NOT NULL UNIQUE, mail text);
CREATE TABLE public.posts (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, author integer NOT NULL REFERENCES public.authors (id), title text NOT NULL, tags text[] NOT NULL DEFAULT '{}', state text NOT NULL DEFAULT 'draft');
CREATE INDEX posts_by_author ON public.posts (author);
CREATE VIEW public.front AS SELECT p.id, p.title, a.nick FROM public.posts p JOIN public.authors a ON a.id = p.author WHERE p.state = 'live';
