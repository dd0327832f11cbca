-- S1 expand create-table: Create table public.a
--   way back: exact, until any time; loses rows written to the new table
CREATE TABLE public.a (
  id integer NOT NULL,
  b_id integer,
  CONSTRAINT a_pkey PRIMARY KEY (id)
);
--   back: DROP TABLE public.a;

-- S2 expand create-table: Create table public.b
--   way back: exact, until any time; loses rows written to the new table
CREATE TABLE public.b (
  id integer NOT NULL,
  a_id integer,
  CONSTRAINT b_pkey PRIMARY KEY (id)
);
--   back: DROP TABLE public.b;

-- S3 expand add-constraint: Add reference a_b to public.a
ALTER TABLE public.a ADD CONSTRAINT a_b FOREIGN KEY (b_id) REFERENCES public.b(id);
--   back: ALTER TABLE public.a DROP CONSTRAINT a_b;

-- S4 expand add-constraint: Add reference b_a_id_fkey to public.b
ALTER TABLE public.b ADD CONSTRAINT b_a_id_fkey FOREIGN KEY (a_id) REFERENCES public.a(id);
--   back: ALTER TABLE public.b DROP CONSTRAINT b_a_id_fkey;

