CREATE TABLE public.a (k integer, l text, code text NOT NULL UNIQUE, n serial, PRIMARY KEY (k, l));
CREATE INDEX a_n ON public.a (n) WHERE n > 3;
COMMENT ON COLUMN public.a.code IS 'the code';
CREATE TABLE public.b (x integer);
