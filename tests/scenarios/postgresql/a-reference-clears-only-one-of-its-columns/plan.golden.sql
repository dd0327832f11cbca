-- S1 expand add-constraint-not-valid: Hold new rows of public.tickets to tickets_team_fkey
--   SHARE ROW EXCLUSIVE on public.tickets for a moment: blocks writes
--   SHARE ROW EXCLUSIVE on public.teams for a moment: blocks writes
--   warning: breaks-running-code (public.tickets) Writes that break tickets_team_fkey are refused.
ALTER TABLE public.tickets ADD CONSTRAINT tickets_team_fkey_req_0001 FOREIGN KEY (tenant, team) REFERENCES public.teams(tenant, id) ON DELETE SET NULL (team) NOT VALID;
--   back: ALTER TABLE public.tickets DROP CONSTRAINT tickets_team_fkey_req_0001;

-- S2 expand validate-constraint [transaction: own]: Prove tickets_team_fkey for the rows that are there
--   SHARE UPDATE EXCLUSIVE on public.tickets for a scan: blocks ddl
--   note: scans-object (public.tickets) Every row is read; readers and writers go on.
ALTER TABLE public.tickets VALIDATE CONSTRAINT tickets_team_fkey_req_0001;

-- S3 expand replace-constraint: Let the new form of tickets_team_fkey take the place of the old one
--   ACCESS EXCLUSIVE on public.tickets for a moment: blocks reads-and-writes
--   note: weakens-integrity (public.tickets) The old form of tickets_team_fkey holds no longer.
ALTER TABLE public.tickets DROP CONSTRAINT tickets_team_fkey;
ALTER TABLE public.tickets RENAME CONSTRAINT tickets_team_fkey_req_0001 TO tickets_team_fkey;
--   back: ALTER TABLE public.tickets RENAME CONSTRAINT tickets_team_fkey TO tickets_team_fkey_req_0001;
--   back: ALTER TABLE public.tickets ADD CONSTRAINT tickets_team_fkey FOREIGN KEY (tenant, team) REFERENCES public.teams(tenant, id) ON DELETE RESTRICT;

-- precheck violations/public.tickets.tickets_team_fkey: Every row of public.tickets fulfils tickets_team_fkey
--   no-rows: SELECT t.tenant, t.team FROM public.tickets t WHERE t.tenant IS NOT NULL AND t.team IS NOT NULL AND NOT EXISTS (SELECT FROM public.teams o WHERE o.tenant = t.tenant AND o.id = t.team)
