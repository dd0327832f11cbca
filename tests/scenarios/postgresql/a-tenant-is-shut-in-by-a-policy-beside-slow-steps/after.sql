CREATE ROLE app;
CREATE TABLE public.notes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, tenant integer NOT NULL, body text NOT NULL);
GRANT SELECT, INSERT ON public.notes TO app;
CREATE INDEX notes_by_tenant ON public.notes (tenant);
ALTER TABLE public.notes ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON public.notes TO app USING (tenant = current_setting('app.tenant', true)::integer);
