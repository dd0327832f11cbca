CREATE TABLE public.a (id integer CONSTRAINT pk_a PRIMARY KEY, n integer CONSTRAINT uq_a_n UNIQUE, m integer CONSTRAINT fk_a_m REFERENCES public.a (id), CONSTRAINT ck_a CHECK (n > 0));
CREATE INDEX ix_a_m ON public.a (m);
CREATE UNIQUE INDEX ux_a_nm ON public.a (n, m) WHERE m > 0;
COMMENT ON INDEX public.ix_a_m IS 'of m';
