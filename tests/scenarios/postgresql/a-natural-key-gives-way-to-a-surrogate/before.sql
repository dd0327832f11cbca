CREATE TABLE public.countries (code char(2) CONSTRAINT countries_pkey PRIMARY KEY, name text NOT NULL);
CREATE TABLE public.branches (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, country char(2) NOT NULL CONSTRAINT branches_country_fkey REFERENCES public.countries (code), city text NOT NULL);
