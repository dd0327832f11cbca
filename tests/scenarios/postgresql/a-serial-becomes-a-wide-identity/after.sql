CREATE TABLE public.notes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text);
CREATE TABLE public.marks (id integer PRIMARY KEY, note bigint REFERENCES public.notes);
