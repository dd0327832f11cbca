CREATE TABLE public.a (k integer, l text, PRIMARY KEY (k, l));
CREATE TABLE public.b ();
