CREATE TABLE public.doses (id integer PRIMARY KEY, mg numeric(8, 2) NOT NULL, CONSTRAINT doses_mg_check CHECK (mg > 0) NOT ENFORCED);
