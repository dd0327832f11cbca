CREATE TABLE public.notes (id serial PRIMARY KEY, body text);
CREATE TABLE public.marks (id integer PRIMARY KEY, note integer REFERENCES public.notes);
