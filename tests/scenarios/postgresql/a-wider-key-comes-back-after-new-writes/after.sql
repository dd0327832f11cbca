CREATE TABLE public.visits (id bigserial PRIMARY KEY, place text NOT NULL);
CREATE TABLE public.photos (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, visit bigint NOT NULL REFERENCES public.visits (id));
