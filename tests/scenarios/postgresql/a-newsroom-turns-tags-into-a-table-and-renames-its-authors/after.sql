CREATE TYPE public.post_state AS ENUM ('draft', 'live', 'gone');
CREATE TABLE public.writers (id integer GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME public.authors_id_seq) PRIMARY KEY, nick text NOT NULL UNIQUE, mail text);
CREATE TABLE public.posts (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, author integer NOT NULL REFERENCES public.writers (id), title text NOT NULL, tags text[] NOT NULL DEFAULT '{}', state public.post_state NOT NULL DEFAULT 'draft');
CREATE INDEX posts_by_author ON public.posts (author, state);
CREATE TABLE public.post_tags (post bigint NOT NULL REFERENCES public.posts (id) ON DELETE CASCADE, tag text NOT NULL, PRIMARY KEY (post, tag));
CREATE INDEX post_tags_by_tag ON public.post_tags (tag);
CREATE VIEW public.front AS SELECT p.id, p.title, a.nick FROM public.posts p JOIN public.writers a ON a.id = p.author WHERE p.state = 'live';
