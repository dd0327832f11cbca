CREATE TABLE public.plots (parish text, plot integer, hectares numeric(8, 2), PRIMARY KEY (parish, plot));
CREATE TABLE public.leases (id integer PRIMARY KEY, parish text, plot integer, CONSTRAINT leases_plot_fkey FOREIGN KEY (parish, plot) REFERENCES public.plots (parish, plot) MATCH FULL);
