-- S1 contract drop-constraint: Drop reference a_b of public.a
--   ACCESS EXCLUSIVE on public.a for a moment: blocks reads-and-writes
--   ACCESS EXCLUSIVE on public.b for a moment: blocks reads-and-writes
--   warning: weakens-integrity (public.a.a_b) Rows that the rule kept out may come in.
ALTER TABLE public.a DROP CONSTRAINT a_b;
--   back: ALTER TABLE public.a ADD CONSTRAINT a_b FOREIGN KEY (b_id) REFERENCES public.b(id);

-- S2 contract drop-constraint: Drop reference b_a_id_fkey of public.b
--   ACCESS EXCLUSIVE on public.b for a moment: blocks reads-and-writes
--   ACCESS EXCLUSIVE on public.a for a moment: blocks reads-and-writes
--   warning: weakens-integrity (public.b.b_a_id_fkey) Rows that the rule kept out may come in.
ALTER TABLE public.b DROP CONSTRAINT b_a_id_fkey;
--   back: ALTER TABLE public.b ADD CONSTRAINT b_a_id_fkey FOREIGN KEY (a_id) REFERENCES public.a(id);

-- S3 contract drop-table: Drop table public.a
--   ACCESS EXCLUSIVE on public.a for a moment: blocks reads-and-writes
--   error: deletes-data (public.a) Every row of the table is gone.
--   warning: breaks-running-code (public.a) Code that still uses the table fails.
--   warning: irreversible (public.a) The way back restores the definition, not the rows.
--   way back: schema-only, until the step runs; loses every row of the table
DROP TABLE public.a;
--   back: CREATE TABLE public.a (
--           id integer NOT NULL,
--           b_id integer,
--           CONSTRAINT a_pkey PRIMARY KEY (id)
--         );

-- S4 contract drop-table: Drop table public.b
--   ACCESS EXCLUSIVE on public.b for a moment: blocks reads-and-writes
--   error: deletes-data (public.b) Every row of the table is gone.
--   warning: breaks-running-code (public.b) Code that still uses the table fails.
--   warning: irreversible (public.b) The way back restores the definition, not the rows.
--   way back: schema-only, until the step runs; loses every row of the table
DROP TABLE public.b;
--   back: CREATE TABLE public.b (
--           id integer NOT NULL,
--           a_id integer,
--           CONSTRAINT b_pkey PRIMARY KEY (id)
--         );

-- precheck would-be-lost/public.a: public.a has no rows that would go
--   no-rows: SELECT count(*) AS would_be_lost FROM public.a HAVING count(*) > 0
-- precheck would-be-lost/public.b: public.b has no rows that would go
--   no-rows: SELECT count(*) AS would_be_lost FROM public.b HAVING count(*) > 0
