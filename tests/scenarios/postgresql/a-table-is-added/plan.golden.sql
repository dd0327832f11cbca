-- S1 expand create-table: Create table public.tiers
--   way back: exact, until any time; loses rows written to the new table
CREATE TABLE public.tiers (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  name text NOT NULL,
  customer_id integer,
  CONSTRAINT tiers_pkey PRIMARY KEY (id),
  CONSTRAINT tiers_name_key UNIQUE (name)
);
--   back: DROP TABLE public.tiers;

-- S2 expand add-constraint: Add reference tiers_customer_id_fkey to public.tiers
--   SHARE ROW EXCLUSIVE on public.customers for a moment: blocks writes
ALTER TABLE public.tiers ADD CONSTRAINT tiers_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customers(id);
--   back: ALTER TABLE public.tiers DROP CONSTRAINT tiers_customer_id_fkey;

-- S3 expand create-index: Create index tiers_by_customer on public.tiers
CREATE INDEX tiers_by_customer ON public.tiers USING btree (customer_id);
--   back: DROP INDEX public.tiers_by_customer;

-- S4 expand comment: Comment public.tiers
--   SHARE UPDATE EXCLUSIVE on public.tiers for a moment: blocks ddl
COMMENT ON TABLE public.tiers IS 'loyalty';
--   back: COMMENT ON TABLE public.tiers IS NULL;

