-- S1 expand drop-constraint: Drop check doses_mg_check of public.doses
--   ACCESS EXCLUSIVE on public.doses for a moment: blocks reads-and-writes
--   warning: weakens-integrity (public.doses.doses_mg_check) Rows that the rule kept out may come in.
ALTER TABLE public.doses DROP CONSTRAINT doses_mg_check;
--   back: ALTER TABLE public.doses ADD CONSTRAINT doses_mg_check CHECK ((mg > (0)::numeric));

-- S2 expand add-constraint: Add check doses_mg_check to public.doses
--   ACCESS EXCLUSIVE on public.doses for a moment: blocks reads-and-writes
ALTER TABLE public.doses ADD CONSTRAINT doses_mg_check CHECK ((mg > (0)::numeric)) NOT ENFORCED;
--   back: ALTER TABLE public.doses DROP CONSTRAINT doses_mg_check;

