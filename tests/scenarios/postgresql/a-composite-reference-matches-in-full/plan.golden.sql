-- S1 expand add-constraint-not-valid: Hold new rows of public.leases to leases_plot_fkey
--   SHARE ROW EXCLUSIVE on public.leases for a moment: blocks writes
--   SHARE ROW EXCLUSIVE on public.plots for a moment: blocks writes
--   warning: breaks-running-code (public.leases) Writes that break leases_plot_fkey are refused.
ALTER TABLE public.leases ADD CONSTRAINT leases_plot_fkey_req_0001 FOREIGN KEY (parish, plot) REFERENCES public.plots(parish, plot) MATCH FULL NOT VALID;
--   back: ALTER TABLE public.leases DROP CONSTRAINT leases_plot_fkey_req_0001;

-- S2 expand validate-constraint [transaction: own]: Prove leases_plot_fkey for the rows that are there
--   SHARE UPDATE EXCLUSIVE on public.leases for a scan: blocks ddl
--   note: scans-object (public.leases) Every row is read; readers and writers go on.
ALTER TABLE public.leases VALIDATE CONSTRAINT leases_plot_fkey_req_0001;

-- S3 expand replace-constraint: Let the new form of leases_plot_fkey take the place of the old one
--   ACCESS EXCLUSIVE on public.leases for a moment: blocks reads-and-writes
--   note: weakens-integrity (public.leases) The old form of leases_plot_fkey holds no longer.
ALTER TABLE public.leases DROP CONSTRAINT leases_plot_fkey;
ALTER TABLE public.leases RENAME CONSTRAINT leases_plot_fkey_req_0001 TO leases_plot_fkey;
--   back: ALTER TABLE public.leases RENAME CONSTRAINT leases_plot_fkey TO leases_plot_fkey_req_0001;
--   back: ALTER TABLE public.leases ADD CONSTRAINT leases_plot_fkey FOREIGN KEY (parish, plot) REFERENCES public.plots(parish, plot);

-- precheck violations/public.leases.leases_plot_fkey: Every row of public.leases fulfils leases_plot_fkey
--   no-rows: SELECT t.parish, t.plot FROM public.leases t WHERE num_nonnulls(t.parish, t.plot) > 0 AND NOT EXISTS (SELECT FROM public.plots o WHERE o.parish = t.parish AND o.plot = t.plot)
