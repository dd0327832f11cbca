CREATE TABLE public.visits (id serial PRIMARY KEY, place text NOT NULL);
CREATE TABLE public.photos (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, visit integer NOT NULL REFERENCES public.visits (id));
