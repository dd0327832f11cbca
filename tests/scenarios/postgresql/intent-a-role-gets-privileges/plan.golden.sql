-- S1 expand grant: Allow SELECT on public.orders for reader (I1)
--   note: weakens-security (public.orders) reader may do more than before.
GRANT SELECT ON TABLE public.orders TO reader;
--   back: REVOKE ALL ON TABLE public.orders FROM reader;

-- precheck roles-exist: The server has the role reader
--   no-rows: SELECT needed.role FROM (VALUES ('reader')) AS needed (role) WHERE needed.role NOT IN (SELECT rolname FROM pg_roles)
