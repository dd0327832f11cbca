-- S1 expand grant: Allow SELECT on public.orders for reader (I1)
--   note: weakens-security (public.orders) reader may do more than before.
GRANT SELECT ON TABLE public.orders TO reader;
--   back: REVOKE ALL ON TABLE public.orders FROM reader;

