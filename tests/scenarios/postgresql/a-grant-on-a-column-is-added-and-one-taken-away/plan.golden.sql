-- S1 expand change-grant: Allow SELECT (amount, id), UPDATE (note) on public.item for reader
--   note: weakens-security (public.item) reader may do more than before.
--   warning: breaks-running-code (public.item) reader may do less than before.
REVOKE ALL ON TABLE public.item FROM reader;
GRANT SELECT (amount, id), UPDATE (note) ON TABLE public.item TO reader;
--   back: REVOKE ALL ON TABLE public.item FROM reader;
--   back: GRANT SELECT (id, name) ON TABLE public.item TO reader;

