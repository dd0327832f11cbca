CREATE ROLE app;
CREATE TABLE public.notes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, tenant integer, body text NOT NULL);
GRANT SELECT, INSERT ON public.notes TO app;
