CREATE TABLE public.a (id integer CONSTRAINT a_pkey PRIMARY KEY, n integer CONSTRAINT a_n_key UNIQUE, m integer CONSTRAINT a_m_fkey REFERENCES public.a (id), CONSTRAINT a_check CHECK (n > 0));
CREATE INDEX a_m ON public.a (m);
CREATE UNIQUE INDEX a_nm ON public.a (n, m) WHERE m > 0;
COMMENT ON INDEX public.a_m IS 'of m';
