CREATE DOMAIN public.grams AS integer CHECK (VALUE >= 0);
CREATE TABLE public.packs (id integer PRIMARY KEY, weight public.grams NOT NULL DEFAULT 0, CONSTRAINT packs_weight_check CHECK (weight < 100000));
CREATE INDEX packs_by_weight ON public.packs (weight);
