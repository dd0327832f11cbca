-- S1 expand create-table: Create table public.e
--   way back: exact, until any time; loses rows written to the new table
CREATE TABLE public.e (
  k integer NOT NULL,
  s text NOT NULL,
  CONSTRAINT e_pkey PRIMARY KEY (k, s)
) PARTITION BY LIST (s);
--   back: DROP TABLE public.e;

-- S2 expand create-table: Create table public.e_a
--   way back: exact, until any time; loses rows written to the new table
CREATE TABLE public.e_a PARTITION OF public.e FOR VALUES IN ('a') PARTITION BY HASH (k);
--   back: DROP TABLE public.e_a;

-- S3 expand create-table: Create table public.e_a0
--   way back: exact, until any time; loses rows written to the new table
CREATE TABLE public.e_a0 PARTITION OF public.e_a FOR VALUES WITH (modulus 2, remainder 0);
--   back: DROP TABLE public.e_a0;

-- S4 expand create-table: Create table public.e_a1
--   way back: exact, until any time; loses rows written to the new table
CREATE TABLE public.e_a1 PARTITION OF public.e_a FOR VALUES WITH (modulus 2, remainder 1);
--   back: DROP TABLE public.e_a1;

