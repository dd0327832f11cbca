-- S1 expand change-grant: Allow SELECT (id, owner), UPDATE (owner) on public.accounts for desk
--   note: weakens-security (public.accounts) desk may do more than before.
--   warning: breaks-running-code (public.accounts) desk may do less than before.
REVOKE ALL ON TABLE public.accounts FROM desk;
GRANT SELECT (id, owner), UPDATE (owner) ON TABLE public.accounts TO desk;
--   back: REVOKE ALL ON TABLE public.accounts FROM desk;
--   back: GRANT SELECT ON TABLE public.accounts TO desk;

-- S2 expand grant: Allow USAGE on public for desk
--   note: weakens-security (public) desk may do more than before.
GRANT USAGE ON SCHEMA public TO desk;
--   back: REVOKE ALL ON SCHEMA public FROM desk;

-- S3 contract deploy-gate: Wait for the release that fits the contract phase
-- waits for the release that fits the contract phase

-- S4 contract revoke: Take back SELECT WITH GRANT OPTION on public.accounts for head
--   warning: breaks-running-code (public.accounts) head is refused from now on.
REVOKE ALL ON TABLE public.accounts FROM head CASCADE;
GRANT SELECT (id, owner), UPDATE (owner) ON TABLE public.accounts TO desk;
--   back: GRANT SELECT ON TABLE public.accounts TO head WITH GRANT OPTION;

