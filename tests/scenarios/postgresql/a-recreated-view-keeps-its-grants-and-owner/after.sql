CREATE ROLE reader;
CREATE ROLE writer;
CREATE TABLE public.item (id integer PRIMARY KEY, name text NOT NULL, amount bigint NOT NULL DEFAULT 0, note varchar(40));
CREATE VIEW public.big AS SELECT id, amount FROM public.item;
ALTER VIEW public.big OWNER TO writer;
GRANT SELECT ON public.big TO reader;
COMMENT ON COLUMN public.big.amount IS 'in cents';
