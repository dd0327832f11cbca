-- S1 expand alter-policy: Change policy own of public.accounts
--   ACCESS EXCLUSIVE on public.accounts for a moment: blocks reads-and-writes
--   warning: weakens-security (public.accounts) Other rows than before may be seen or written.
ALTER POLICY own ON public.accounts TO boss, clerk USING ((owner = CURRENT_USER));
--   back: ALTER POLICY own ON public.accounts TO clerk USING ((owner = CURRENT_USER));

-- S2 expand create-policy: Create policy swiss on public.accounts
--   ACCESS EXCLUSIVE on public.accounts for a moment: blocks reads-and-writes
--   warning: breaks-running-code (public.accounts) Rows that the policy forbids are hidden or refused.
CREATE POLICY swiss ON public.accounts AS RESTRICTIVE FOR ALL TO boss USING ((currency = 'CHF'::bpchar)) WITH CHECK ((currency = 'CHF'::bpchar));
--   back: DROP POLICY swiss ON public.accounts;

-- S3 expand comment: Comment public.accounts.swiss
COMMENT ON POLICY swiss ON public.accounts IS 'francs only';
--   back: COMMENT ON POLICY swiss ON public.accounts IS NULL;

-- precheck roles-exist: The server has the role boss
--   no-rows: SELECT needed.role FROM (VALUES ('boss')) AS needed (role) WHERE needed.role NOT IN (SELECT rolname FROM pg_roles)
