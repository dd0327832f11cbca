CREATE TABLE public.countries (code char(2) NOT NULL CONSTRAINT countries_code_key UNIQUE, name text NOT NULL, id integer GENERATED ALWAYS AS IDENTITY CONSTRAINT countries_pkey PRIMARY KEY);
CREATE TABLE public.branches (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, country char(2) NOT NULL CONSTRAINT branches_country_fkey REFERENCES public.countries (code), city text NOT NULL);
