-- S1 expand create-table: Create table public.tiers (I2)
--   way back: exact, until any time; loses rows written to the new table
CREATE TABLE public.tiers (
  code text NOT NULL,
  label text NOT NULL,
  CONSTRAINT tiers_pkey PRIMARY KEY (code)
);
--   back: DROP TABLE public.tiers;

-- S2 migrate seed-rows: Bring the rows of intent I2 into public.tiers (I2)
--   note: changes-data (public.tiers) New rows appear.
--   way back: exact, until other rows refer to them; loses rows that were there before under the same key, and what was written to the new ones
INSERT INTO public.tiers (code, label) VALUES
  ('b', 'Bronze'),
  ('s', 'Silver''s')
ON CONFLICT (code) DO NOTHING;
--   back: DELETE FROM public.tiers WHERE (code) IN (('b'), ('s'));

