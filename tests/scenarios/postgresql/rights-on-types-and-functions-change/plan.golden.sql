-- S1 expand revoke: Allow nothing on public.cents for PUBLIC
--   warning: breaks-running-code (public.cents) PUBLIC may no longer use it.
REVOKE ALL ON DOMAIN public.cents FROM PUBLIC;
--   back: REVOKE ALL ON DOMAIN public.cents FROM PUBLIC;
--   back: GRANT USAGE ON DOMAIN public.cents TO PUBLIC;

-- S2 expand revoke: Allow nothing on public.kind for PUBLIC
--   warning: breaks-running-code (public.kind) PUBLIC may no longer use it.
REVOKE ALL ON TYPE public.kind FROM PUBLIC;
--   back: REVOKE ALL ON TYPE public.kind FROM PUBLIC;
--   back: GRANT USAGE ON TYPE public.kind TO PUBLIC;

-- S3 expand grant: Allow USAGE on public.kind for app
--   note: weakens-security (public.kind) app may do more than before.
GRANT USAGE ON TYPE public.kind TO app;
--   back: REVOKE ALL ON TYPE public.kind FROM app;

-- S4 expand revoke: Allow nothing on public.one() for PUBLIC
--   warning: breaks-running-code (public.one()) PUBLIC may no longer use it.
REVOKE ALL ON FUNCTION public.one() FROM PUBLIC;
--   back: REVOKE ALL ON FUNCTION public.one() FROM PUBLIC;
--   back: GRANT EXECUTE ON FUNCTION public.one() TO PUBLIC;

-- precheck roles-exist: The server has the role app
--   no-rows: SELECT needed.role FROM (VALUES ('app')) AS needed (role) WHERE needed.role NOT IN (SELECT rolname FROM pg_roles)
