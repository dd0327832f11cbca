-- S1 expand change-owner: Give public.item to writer
--   ACCESS EXCLUSIVE on public.item for a moment: blocks reads-and-writes
--   note: weakens-security (public.item) Another role has every right on it, and functions and views run with other rights.
ALTER TABLE public.item OWNER TO writer;
--   back: ALTER TABLE public.item OWNER TO SESSION_USER;

-- precheck roles-exist: The server has the role writer
--   no-rows: SELECT needed.role FROM (VALUES ('writer')) AS needed (role) WHERE needed.role NOT IN (SELECT rolname FROM pg_roles)
